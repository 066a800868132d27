import { closeSync, constants, openSync } from 'node:fs'
import { type LinkDeleter, openLinkDeleter } from '../../native/delete-link.ts'
import { interfaceRequest, numberIn } from '../../native/interface-request.ts'
import { type NetworkNamespace, openNetworkNamespace } from '../../native/network-namespace.ts'
import { openPacketSocket, type PacketSocket } from '../../native/packet-socket.ts'
import { SystemCallError, type SystemCalls } from '../../native/syscall.ts'

const SIOCSIFFLAGS = 0x8914
const SIOCGIFINDEX = 0x8933
const SIOCSIFTXQLEN = 0x8943
const IFF_UP = 0x1
const IFF_NOARP = 0x80
const AF_INET = 2
const SOCK_DGRAM = 2
const SOCK_CLOEXEC = 0o2000000

/** The name of the device under test. */
const deviceName = 'tap0'

/**
 * A network namespace of our own with at most one device in it. It has no name: it, and the device in it, are gone with this process however that
 * ends.
 */
export class TunHost {
  private readonly namespace: NetworkNamespace
  private readonly control: number
  private readonly links: LinkDeleter
  private readonly packets: PacketSocket

  constructor(readonly system: SystemCalls) {
    this.namespace = openNetworkNamespace(system)
    const inside = this.namespace.run(() => ({
      control: system.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0),
      links: openLinkDeleter(system),
      // Of every interface: there is one at most, and not always the same.
      packets: openPacketSocket(system, 0),
    }))
    this.control = inside.control
    this.links = inside.links
    this.packets = inside.packets
  }

  /** Opens a file of tun in the namespace, non-blocking. */
  openFile(): number {
    return this.namespace.run(() => openSync('/dev/net/tun', constants.O_RDWR | constants.O_NONBLOCK))
  }

  /** The argument of TUNSETIFF. */
  request(name: 'device' | 'loopback', flags: number): Buffer {
    return interfaceRequest(name === 'device' ? deviceName : 'lo', flags, 2)
  }

  /** The index of the device, if it is there. */
  device(): number | undefined {
    const request = interfaceRequest(deviceName, 0, 4)
    try {
      this.system.ioctl(this.control, SIOCGIFINDEX, request)
    } catch (error) {
      if (error instanceof SystemCallError && error.code === 'ENODEV') return undefined
      throw error
    }
    return numberIn(request, 4)
  }

  link(up: boolean): void {
    this.system.ioctl(this.control, SIOCSIFFLAGS, interfaceRequest(deviceName, up ? IFF_UP | IFF_NOARP : IFF_NOARP, 2))
  }

  limit(length: number): void {
    this.system.ioctl(this.control, SIOCSIFTXQLEN, interfaceRequest(deviceName, length, 4))
  }

  /** Sends a frame out of the device; `false` if it was not taken. */
  send(index: number, frame: Uint8Array): boolean {
    return this.packets.sendTo(index, frame)
  }

  /** The frames that came into the host since the last call. */
  received(): readonly Uint8Array[] {
    return this.packets.receive()
  }

  /** Deletes the device, if it is there. Files lose it, and are then closed at no cost. */
  clear(): void {
    const index = this.device()
    if (index !== undefined) this.links.delete(index)
    this.packets.receive()
  }

  close(): void {
    this.clear()
    this.packets.close()
    this.links.close()
    this.system.close(this.control)
    this.namespace.close()
  }
}

/** Closes a file that {@link TunHost.openFile} opened. */
export const closeFile = (descriptor: number): void => closeSync(descriptor)
