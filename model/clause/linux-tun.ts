/**
 * The tun and tap driver of Linux, `drivers/net/tun.c`: what its interface promises and what it is seen to do, in our words. `place` names the
 * functions of the kernel.
 */
const at = (place: string, gist: string) => ({ gist, place })

/** The clauses of tun. */
export const linuxTun = {
  'linux-tun.file.opens': at('tun_chr_open', 'Opening /dev/net/tun succeeds.'),
  'linux-tun.file.closes': at('tun_chr_close', 'Closing a file succeeds.'),
  'linux-tun.file.unattached': at(
    'tun_chr_read_iter, tun_chr_write_iter',
    'A file without a device is neither read nor written: EBADFD.',
  ),
  'linux-tun.setiff.creates': at(
    'tun_set_iff',
    'TUNSETIFF with a free name makes the device, of which the file is the first queue.',
  ),
  'linux-tun.setiff.joins': at(
    'tun_set_iff, tun_attach',
    'TUNSETIFF with the name of a device of the same kind makes the file its next queue.',
  ),
  'linux-tun.setiff.again': at(
    '__tun_chr_ioctl',
    'TUNSETIFF on a file that has a device, its queue disabled or not, is EEXIST before all else.',
  ),
  'linux-tun.setiff.fragments': at(
    'tun_set_iff',
    'IFF_NAPI_FRAGS without IFF_NAPI, or for another device than a tap, is EINVAL.',
  ),
  'linux-tun.setiff.exclusive': at('tun_set_iff', 'IFF_TUN_EXCL with a name that is taken is EBUSY, whatever has it.'),
  'linux-tun.setiff.type': at('tun_set_iff', 'The name of a device of another kind, or of no tun device, is EINVAL.'),
  'linux-tun.setiff.multiqueue': at('tun_set_iff', 'IFF_MULTI_QUEUE other than that of the device is EINVAL.'),
  'linux-tun.setiff.single': at('tun_attach', 'A second queue for a device without IFF_MULTI_QUEUE is EBUSY.'),
  'linux-tun.setiff.most': at('tun_attach', 'One more than 256 queues, disabled ones counted, is E2BIG.'),
  'linux-tun.setiff.kind': at('tun_set_iff', 'A new device that is to be neither TUN nor TAP is EINVAL.'),
  'linux-tun.setqueue.attaches': at('tun_set_queue', 'IFF_ATTACH_QUEUE enables the queue of a detached file.'),
  'linux-tun.setqueue.detaches': at(
    'tun_set_queue',
    'IFF_DETACH_QUEUE disables the queue of an attached file, also the last.',
  ),
  'linux-tun.setqueue.attached': at(
    'tun_set_queue',
    'IFF_ATTACH_QUEUE on a file that is not detached is EINVAL, IFF_DETACH_QUEUE set as well or not.',
  ),
  'linux-tun.setqueue.detached': at(
    'tun_set_queue',
    'IFF_DETACH_QUEUE on a file without a device, of a device without IFF_MULTI_QUEUE, or detached already, is EINVAL.',
  ),
  'linux-tun.setqueue.neither': at('tun_set_queue', 'TUNSETQUEUE with neither flag is EINVAL.'),
  'linux-tun.request.features': at('__tun_chr_ioctl', 'TUNGETFEATURES shows the same flags on any file.'),
  'linux-tun.request.ifindex': at(
    '__tun_chr_ioctl',
    'TUNSETIFINDEX is EPERM on a file that has a device, and EINVAL for a negative number.',
  ),
  'linux-tun.request.unattached': at(
    '__tun_chr_ioctl',
    'An ioctl that needs a device is EBADFD on a file that has none.',
  ),
  'linux-tun.request.interface': at(
    'tun_get_iff',
    'TUNGETIFF shows the type and the features of the device, and IFF_DETACH_QUEUE on a file whose queue is disabled.',
  ),
  'linux-tun.request.takes': at('__tun_chr_ioctl', 'An ioctl with an argument that it allows succeeds.'),
  'linux-tun.request.shows': at('__tun_chr_ioctl', 'A setting of the device reads as it was set, on any of its files.'),
  'linux-tun.request.owner': at('__tun_chr_ioctl', 'An owner or group that is none is EINVAL.'),
  'linux-tun.request.link': at('__tun_chr_ioctl', 'TUNSETLINK is EBUSY while the interface is up.'),
  'linux-tun.request.sndbuf': at('__tun_chr_ioctl', 'TUNSETSNDBUF of nothing or less is EINVAL.'),
  'linux-tun.request.program': at(
    'tun_set_ebpf',
    'TUNSETSTEERINGEBPF and TUNSETFILTEREBPF with no file but -1 are EBADF.',
  ),
  'linux-tun.request.unknown': at('__tun_chr_ioctl', 'An unknown ioctl is EINVAL on a file that has a device.'),
  'linux-tun.carrier.refused': at('tun_net_change_carrier', 'TUNSETCARRIER of 1 is EPERM while no queue is enabled.'),
  'linux-tun.carrier.off': at('dev_direct_xmit', 'A device that is down, or has no carrier, takes no packet.'),
  'linux-tun.offload.combination': at(
    'set_offload',
    'TUNSETOFFLOAD takes the combinations whose every bit has what it needs, and no other: EINVAL.',
  ),
  'linux-tun.header.size': at(
    'TUNSETVNETHDRSZ',
    'A virtio_net_hdr has at least 10 bytes, else EINVAL; as many as were set stand before each packet.',
  ),
  'linux-tun.header.zero': at(
    'tun_vnet_hdr_put',
    'The header of a packet that needs nothing is zero, num_buffers and all bytes behind it too.',
  ),
  'linux-tun.write.taken': at(
    'tun_get_user',
    'write(2) of a packet that has nothing wrong returns its length, headers counted.',
  ),
  'linux-tun.write.short': at('tun_get_user', 'write(2) of less than the headers is EINVAL.'),
  'linux-tun.write.header-length': at(
    'tun_vnet_hdr_get',
    'write(2) with a header length, or a checksum to be completed, beyond the packet is EINVAL.',
  ),
  'linux-tun.write.runt': at(
    'tun_get_user',
    'write(2) to a tap of less than an Ethernet header, or with a header length below it, is EINVAL.',
  ),
  'linux-tun.write.down': at('tun_get_user', 'write(2) to a device that is down is EIO.'),
  'linux-tun.write.lost': at(
    'tun_get_user',
    'A packet that was written comes into the host, from a detached file too.',
  ),
  'linux-tun.write.foreign': at(
    'tun_get_user',
    'A packet that comes into the host was written, and comes in unaltered and once.',
  ),
  'linux-tun.write.order': at('tun_get_user', 'Packets come into the host in the order in which they were written.'),
  'linux-tun.read.nothing': at('tun_do_read', 'read(2) of no bytes returns none, and loses no packet.'),
  'linux-tun.read.empty': at(
    'tun_ring_recv',
    'read(2) of a queue that holds nothing is EAGAIN on a non-blocking file.',
  ),
  'linux-tun.read.short': at('tun_put_user', 'read(2) of less than the headers is EINVAL, and the packet is lost.'),
  'linux-tun.frame.lost': at('tun_net_xmit', 'A packet that is sent while its queue has room is read from it.'),
  'linux-tun.frame.foreign': at('tun_do_read', 'What is read is a packet that was sent, unaltered, and is read once.'),
  'linux-tun.queue.order': at('tun_ring_recv', 'Packets of one queue are read in the order in which they were sent.'),
  'linux-tun.queue.full': at('tun_net_xmit', 'A queue holds txqueuelen packets; more are not taken.'),
  'linux-tun.select.only': at('netdev_core_pick_tx', 'With one queue every packet goes to it.'),
  'linux-tun.select.hash': at(
    'tun_automq_select_queue, __skb_get_hash_symmetric',
    'A packet of a flow that was not learned goes to the queue (hash × queues) >> 32; packets with the same protocol, pair of addresses and pair of ports have one hash, and fragments have no ports.',
  ),
  'linux-tun.flow.learned': at(
    'tun_flow_update',
    'With more than one queue a flow goes to the queue that a packet of it was written to.',
  ),
  'linux-tun.flow.moved': at('tun_flow_update', 'A flow that is written to another queue goes there at once.'),
  'linux-tun.flow.limit': at('tun_flow_update', 'While 4096 flows are known no other is learned.'),
  'linux-tun.flow.expiry': at(
    'tun_flow_cleanup',
    'A flow is known for three seconds after the last packet of it was written, and forgotten within two more.',
  ),
  'linux-tun.detach.hole': at(
    '__tun_detach',
    'When a queue is detached, the last takes its slot: the queues are dense.',
  ),
  'linux-tun.detach.purged': at(
    '__tun_detach',
    'What a queue held when it was detached is lost; what others held is not.',
  ),
  'linux-tun.detach.flows': at(
    'tun_flow_delete_by_queue',
    'What was learned from a queue is forgotten when it is detached; of the queue that takes its slot it goes with it, or is forgotten.',
  ),
  'linux-tun.detach.last': at('tun_net_xmit', 'A device without enabled queues takes no packet.'),
  'linux-tun.plan.possible': {
    gist: 'Calls are made on open files, and packets are sent to a device that is there.',
    side: 'driver',
    observe: 'driver-under-test',
  },
} as const
