/**
 * Invariants of ours. The standard does not state them (it never promises that a frame is not lost, say); every user of a
 * device relies on them all the same. They carry their own prefix so that nobody takes them for clauses of virtio.
 */
export const house = {
  'house.frame.lost': 'A frame that arrives while the queues it may go to have room for it is placed in one of them.',
  'house.frame.foreign': 'Bytes placed in a receive buffer are those of a frame that arrived and was not placed yet.',
  'house.frame.whole': 'The length of a used receive buffer covers the header and the whole frame.',
  'house.chain.lost': 'Every chain made available on a queue that has work for it is used before the device rests.',
  'house.chain.foreign': 'A used entry names a chain that is outstanding on that queue.',
  'house.buffer.returned': 'Nothing is written into a buffer after it was used.',
  'house.memory.foreign': 'The device writes only to memory that was given to it.',
  'house.transmit.lost': 'A frame handed over on an enabled transmit queue leaves on the wire before the device rests.',
  'house.transmit.foreign':
    'A frame that leaves on the wire was handed over by the driver, unaltered, and leaves once.',
  'house.transmit.checksum':
    'Where the driver leaves a checksum to the device, the frame leaves with that checksum completed and otherwise unaltered.',
  'house.transmit.segments':
    'A frame that is to be segmented leaves as packets no larger than asked for, whose headers are right and whose payloads make up its own.',
  'house.transmit.fragments':
    'A datagram that is to be fragmented leaves as fragments no larger than asked for, which make up the datagram.',
  'house.transmit.ignored':
    'A request that cannot be carried out is ignored, or its frame is not sent: nothing but bytes of the frame leaves.',
  'house.control.ack': 'The acknowledgement of a control command is VIRTIO_NET_OK or VIRTIO_NET_ERR.',
  'house.control.effect': 'A control command has taken effect when it is acknowledged, and all of it at once.',
  'house.control.valid': 'A well-formed control command of a negotiated feature is acknowledged with VIRTIO_NET_OK.',
  'house.control.refused': 'A control command acknowledged with VIRTIO_NET_ERR changes nothing.',
  'house.status.kept': 'device_status reads as the driver left it at every step of the life cycle.',
  'house.features.kept': 'The features offered are the same whenever they are read.',
  'house.configuration.told':
    'A change of the configuration that a driver may look at is announced by a configuration change notification.',
  'house.announce.kept':
    'ANNOUNCE is set in status from when an announcement is asked for until it is acknowledged, and with GUEST_ANNOUNCE only.',
  'house.statistics.true':
    'A counter of the device statistics is at least what was seen to happen and at most what can have happened.',
  'house.queue.healthy':
    'A queue that its driver did not break is served as ever while another is broken, unless the device asks for a reset.',
  'house.device.healthy': 'A device that was driven by the rules does not ask for a reset.',
  'house.device.answers': 'A device answers a register access, a reset or a barrier within the time limit.',
  'house.register.kept':
    'A register reads as the driver wrote it, and one that it may not write reads the same always.',
  'house.signal.foreign': 'An MSI-X message comes while MSI-X is enabled, for an event that is mapped to its vector.',
  'house.structure.within': 'A structure that a capability names lies within its BAR, all of it.',
} as const
