import type { Bytes } from '../../model/kernel/bytes.ts'
import type { TunFile, TunName, TunRequest, TunStimulus, WireArrives } from '../../model/tun/action.ts'
import { tunFlag } from '../../model/tun/flag.ts'
import { numberedPacket } from '../../model/tun/numbered-packet.ts'
import type { TunPlan } from './terms.ts'

/** Waits until the device rests. */
export const rest = { kind: 'device.rests' } as const

/** A tap with several queues whose packets have no header before them. */
export const bareTap = tunFlag.IFF_TAP | tunFlag.IFF_NO_PI | tunFlag.IFF_MULTI_QUEUE
/** A tap with several queues whose packets have a virtio_net_hdr before them. */
export const headedTap = bareTap | tunFlag.IFF_VNET_HDR
/** A header of ten bytes that says nothing. */
export const plainHeader = '00'.repeat(10)

/** Opens a file. */
export const opening = (file: TunFile): TunStimulus => ({ kind: 'user.opens', file })
/** Closes a file. */
export const closing = (file: TunFile): TunStimulus => ({ kind: 'user.closes', file })
/** TUNSETIFF. */
export const setting = (file: TunFile, flags: number, name: TunName = 'device'): TunStimulus => {
  return { kind: 'user.attaches', file, name, flags }
}
/** TUNSETQUEUE. */
export const switching = (file: TunFile, flags: number): TunStimulus => ({ kind: 'user.switches', file, flags })
/** Enables the queue of a file. */
export const attaching = (file: TunFile): TunStimulus => switching(file, tunFlag.IFF_ATTACH_QUEUE)
/** Disables the queue of a file. */
export const detaching = (file: TunFile): TunStimulus => switching(file, tunFlag.IFF_DETACH_QUEUE)
/** Another ioctl. */
export const requesting = (file: TunFile, request: TunRequest, value = 0): TunStimulus => {
  return { kind: 'user.requests', file, request, value }
}
/** Writes bytes, in hexadecimal. */
export const writing = (file: TunFile, bytes: string): TunStimulus => {
  return { kind: 'user.writes', file, bytes: bytes as Bytes } // hexadecimal, joined
}
/** Writes a packet of each of some flows. */
export const teaching = (file: TunFile, first: number, count = 1): TunStimulus => {
  return { kind: 'user.teaches', file, first, count }
}
/** Reads all that a file has. */
export const emptying = (file: TunFile): TunStimulus => ({ kind: 'user.empties', file })
/** Brings the interface up or down. */
export const linking = (up: boolean): TunStimulus => ({ kind: 'admin.links', up })
/** Lets milliseconds pass. */
export const passing = (time: number): TunStimulus => ({ kind: 'time.passes', time })

/** The files from 0 up to a count. */
export const filesUpTo = (count: number): readonly TunFile[] => Array.from({ length: count }, (_, file) => file)

/** So many files are opened and become the queues of a device, which is brought up. */
export function queues(count: number, flags: number = bareTap): TunPlan {
  return [...filesUpTo(count).flatMap((file) => [opening(file), setting(file, flags)]), linking(true), rest]
}

/** Numbers packets that are sent: no two of a plan are alike. */
export function sender(): (flow: number, direction?: 'forth' | 'back') => WireArrives {
  let frame = 0
  return (flow, direction) => {
    frame++
    return { kind: 'wire.arrives', frame, bytes: numberedPacket(flow, frame, direction) }
  }
}

/** Reads whatever is in the queues of some files. */
export const reading = (files: readonly TunFile[]): TunPlan => [...files.map(emptying), rest]
