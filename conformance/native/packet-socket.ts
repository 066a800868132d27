import { SystemCallError, type SystemCalls } from './syscall.ts'

const AF_PACKET = 17
const SOCK_RAW = 3
const SOCK_CLOEXEC = 0o2000000
const ETH_P_ALL = 0x0003

const SOL_SOCKET = 1
const SO_RCVBUFFORCE = 33
const SO_SNDBUFFORCE = 32
const SOL_PACKET = 263
const PACKET_AUXDATA = 8
const PACKET_QDISC_BYPASS = 20
const PACKET_IGNORE_OUTGOING = 23
const MSG_DONTWAIT = 0x40

const TP_STATUS_VLAN_VALID = 1 << 4
const TP_STATUS_VLAN_TPID_VALID = 1 << 6
const ETH_P_8021Q = 0x8100

const bufferBytes = 16 << 20
const largestFrame = 65535 + 18

/** Sends frames into an interface and sees those that come out of it, as AF_PACKET does: whole frames, nothing else. */
export interface PacketSocket {
  /** Sends a frame; `false` if the interface had no room for it, or takes no frame of this length. */
  send(frame: Uint8Array): boolean
  /** Sends a frame into another interface, by its index; `false` also if that is down. */
  sendTo(index: number, frame: Uint8Array): boolean
  /** The frames received since the last call, in order. Those sent here are not among them. */
  receive(): readonly Uint8Array[]
  close(): void
}

/** Opens a packet socket on an interface of the present network namespace, or with 0 on all of them. Needs CAP_NET_RAW. */
export function openPacketSocket(system: SystemCalls, index: number): PacketSocket {
  // Protocol 0 until it is bound, or frames of other interfaces would be in it.
  const socket = system.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)
  try {
    system.setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, bufferBytes)
    system.setsockopt(socket, SOL_SOCKET, SO_SNDBUFFORCE, bufferBytes)
    system.setsockopt(socket, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    system.setsockopt(socket, SOL_PACKET, PACKET_AUXDATA, 1)
    // Without a queueing discipline between, a frame that does not fit fails at once instead of waiting or vanishing.
    system.setsockopt(socket, SOL_PACKET, PACKET_QDISC_BYPASS, 1)
    system.bind(socket, linkLayerAddress(index))
  } catch (error) {
    system.close(socket)
    throw error
  }
  const data = Buffer.alloc(largestFrame)
  const control = Buffer.alloc(256)
  const next = system.receiver(socket, data, control)
  return {
    send: (frame) => isSent(frame, () => system.send(socket, frame, MSG_DONTWAIT), full),
    sendTo: (to, frame) =>
      isSent(frame, () => system.sendto(socket, frame, MSG_DONTWAIT, linkLayerAddress(to)), [...full, 'ENETDOWN']),
    receive() {
      const frames: Uint8Array[] = []
      for (let got = next(MSG_DONTWAIT); got !== undefined; got = next(MSG_DONTWAIT)) {
        frames.push(withVlanTag(data.subarray(0, got.length), control.subarray(0, got.control)))
      }
      return frames
    },
    close: () => system.close(socket),
  }
}

/** Errors of a frame that does not fit, or that nothing has room for. */
const full: readonly string[] = ['ENOBUFS', 'EAGAIN', 'EMSGSIZE', 'EINVAL']

function isSent(frame: Uint8Array, send: () => number, expected: readonly string[]): boolean {
  try {
    return send() === frame.byteLength
  } catch (error) {
    if (error instanceof SystemCallError && expected.includes(error.code)) return false
    throw error
  }
}

/** `struct sockaddr_ll` that binds to every protocol of one interface. */
function linkLayerAddress(index: number): Buffer {
  const address = Buffer.alloc(20)
  new Uint16Array(address.buffer, address.byteOffset, 1)[0] = AF_PACKET
  address.writeUInt16BE(ETH_P_ALL, 2)
  new Int32Array(address.buffer, address.byteOffset + 4, 1)[0] = index
  return address
}

/**
 * A copy of a received frame with its VLAN tag back in place: the kernel takes the tag out of the bytes before a packet socket
 * sees them, and hands it over beside them (`struct tpacket_auxdata`).
 */
export function withVlanTag(frame: Buffer, control: Buffer): Uint8Array {
  const tag = vlanTagIn(control)
  if (tag === undefined) return Uint8Array.from(frame)
  const whole = new Uint8Array(frame.length + 4)
  whole.set(frame.subarray(0, 12))
  whole.set(tag, 12)
  whole.set(frame.subarray(12), 16)
  return whole
}

/** The four bytes of the tag in a control message of one `struct cmsghdr` (16 bytes) and `struct tpacket_auxdata` (20). */
function vlanTagIn(control: Buffer): Uint8Array | undefined {
  if (control.length < 36) return undefined
  if (control.readInt32LE(8) !== SOL_PACKET || control.readInt32LE(12) !== PACKET_AUXDATA) return undefined
  const status = control.readUInt32LE(16)
  if ((status & TP_STATUS_VLAN_VALID) === 0) return undefined
  const identifier = status & TP_STATUS_VLAN_TPID_VALID ? control.readUInt16LE(34) : ETH_P_8021Q
  const information = control.readUInt16LE(32)
  return Uint8Array.of(identifier >> 8, identifier & 0xff, information >> 8, information & 0xff)
}
