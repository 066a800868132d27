/**
 * The oracle's device: a receive path with two queues and an indirection table of two entries, in which everything that happens
 * inside is an event of its own. It shares nothing with the model; it says what a device *does*, the model what may be *seen*.
 */
import type { Traits } from '../config.ts'

/** The first or the second receive queue. */
export type Side = 0 | 1
/** An indirection table of two entries: the queue of even hashes, the queue of odd ones. */
export type Table = readonly [Side, Side]

/** A receive buffer that was offered and not used. */
interface Buffer {
  readonly chain: number
  readonly queue: Side
  readonly seen: boolean
}

/** A frame that arrived and is neither placed nor dropped. */
interface Frame {
  readonly frame: number
  /** The low bit of its hash. */
  readonly hash: Side
  /** The queue it is steered to, once it is. */
  readonly queue?: Side
  /** It may be steered now: since it arrived, or since a command took effect. What is not decided when the device rests stays. */
  readonly open: boolean
}

/** A command that is not acknowledged. */
interface Command {
  readonly chain: number
  readonly table: Table
  readonly applied: boolean
}

/** Whether a queue is at work, in reset, or enabled anew and the device has not noticed yet. */
export type Door = 'open' | 'shut' | 'opening'

/** The device. Frames and commands stand in the order in which they came. */
export interface Device {
  readonly table: Table
  readonly doors: readonly [Door, Door]
  readonly buffers: readonly Buffer[]
  readonly frames: readonly Frame[]
  readonly commands: readonly Command[]
}

/** What is done to the device. */
export type Stimulus =
  | { readonly kind: 'arrives'; readonly frame: number; readonly hash: Side }
  | { readonly kind: 'offers'; readonly chain: number; readonly queue: Side }
  | { readonly kind: 'commands'; readonly chain: number; readonly table: Table }
  | { readonly kind: 'resets'; readonly queue: Side }
  | { readonly kind: 'reenables'; readonly queue: Side }

/** What the device shows. */
export type Sign =
  | { readonly kind: 'uses'; readonly queue: Side; readonly chain: number; readonly frame: number }
  | { readonly kind: 'acknowledges'; readonly chain: number }

/** A device with this table and nothing to do. */
export const idle = (table: Table): Device => ({
  table,
  doors: ['open', 'open'],
  buffers: [],
  frames: [],
  commands: [],
})

const withDoor = (device: Device, queue: Side, door: Door): Device => {
  const [first, second] = device.doors
  return { ...device, doors: queue === 0 ? [door, second] : [first, door] }
}

/** The device after a stimulus. A reset is waited for, and takes the queue's buffers away; that a queue is enabled may be noticed late. */
export function stimulated(device: Device, act: Stimulus): Device {
  if (act.kind === 'offers') {
    return { ...device, buffers: [...device.buffers, { chain: act.chain, queue: act.queue, seen: false }] }
  }
  if (act.kind === 'arrives') {
    return { ...device, frames: [...device.frames, { frame: act.frame, hash: act.hash, open: true }] }
  }
  if (act.kind === 'resets') {
    return withDoor(
      { ...device, buffers: device.buffers.filter(({ queue }) => queue !== act.queue) },
      act.queue,
      'shut',
    )
  }
  if (act.kind === 'reenables') return withDoor(device, act.queue, 'opening')
  return { ...device, commands: [...device.commands, { chain: act.chain, table: act.table, applied: false }] }
}

const replaced = <One>(all: readonly One[], old: One, now: One): readonly One[] =>
  all.map((one) => (one === old ? now : one))
const lacking = <One>(all: readonly One[], gone: One): readonly One[] => all.filter((one) => one !== gone)

const seenIn = (device: Device, queue: Side | undefined): readonly Buffer[] =>
  device.buffers.filter((buffer) => buffer.seen && buffer.queue === queue)

const sides: readonly Side[] = [0, 1]
const isShut = ({ doors }: Device, { queue }: Frame): boolean => queue !== undefined && doors[queue] !== 'open'

/**
 * What the device may do unseen: notice a queue or a buffer, steer a frame, drop one that finds no buffer or its queue in reset, apply
 * the next command.
 */
export function unseen(device: Device, { full }: Traits): readonly Device[] {
  const { buffers, frames, commands, table, doors } = device
  const opening = sides.filter((queue) => doors[queue] === 'opening')
  const noticing = buffers.filter((buffer) => !buffer.seen && doors[buffer.queue] === 'open')
  const steering = frames.filter((frame) => frame.open && frame.queue !== table[frame.hash])
  const isFull = ({ queue }: Frame) => queue !== undefined && seenIn(device, queue).length === 0
  const dropping = frames.filter((frame) => isShut(device, frame) || (full !== 'waits' && isFull(frame)))
  const next = commands.find((command) => !command.applied)
  return [
    ...opening.map((queue) => withDoor(device, queue, 'open')),
    ...noticing.map((buffer) => ({ ...device, buffers: replaced(buffers, buffer, { ...buffer, seen: true }) })),
    ...steering.map((frame) => ({
      ...device,
      frames: replaced(frames, frame, { ...frame, queue: table[frame.hash] }),
    })),
    ...dropping.map((frame) => ({ ...device, frames: lacking(frames, frame) })),
    ...(next === undefined ? [] : [applied(device, next)]),
  ]
}

function applied(device: Device, command: Command): Device {
  return {
    ...device,
    table: command.table,
    frames: device.frames.map((frame) => ({ ...frame, open: true })),
    commands: replaced(device.commands, command, { ...command, applied: true }),
  }
}

/** What the device may do now that will be seen, and what becomes of it. */
export function shown(device: Device): readonly { readonly sign: Sign; readonly device: Device }[] {
  const { buffers, frames, commands } = device
  const placing = frames.flatMap((frame) =>
    seenIn(device, frame.queue).map((buffer) => ({
      sign: { kind: 'uses', queue: buffer.queue, chain: buffer.chain, frame: frame.frame } as const,
      device: { ...device, frames: lacking(frames, frame), buffers: lacking(buffers, buffer) },
    })),
  )
  const acknowledging = commands
    .filter((command) => command.applied)
    .map((command) => ({
      sign: { kind: 'acknowledges', chain: command.chain } as const,
      device: { ...device, commands: lacking(commands, command) },
    }))
  return [...placing, ...acknowledging]
}

/**
 * The device at rest, or `undefined` if it still has something to do. No frame waits for a queue in reset (net.rss.device.6). It rests when it has seen every buffer and answered every
 * command, and when each frame that is left is stuck: steered to a queue without a buffer, or held up behind one that is.
 */
export function rested(device: Device, { full, blocks }: Traits): Device | undefined {
  const { buffers, frames, commands, doors } = device
  if (doors.includes('opening') || frames.some((frame) => isShut(device, frame))) return undefined
  if (commands.length > 0 || buffers.some((buffer) => !buffer.seen)) return undefined
  if (full === 'drops') return frames.length === 0 ? device : undefined
  const isStuck = (frame: Frame) => frame.queue !== undefined && seenIn(device, frame.queue).length === 0
  const isHeldUp = (frame: Frame) => blocks && frames.slice(0, frames.indexOf(frame)).some(isStuck)
  if (!frames.every((frame) => isStuck(frame) || isHeldUp(frame))) return undefined
  return { ...device, frames: frames.map((frame) => (isHeldUp(frame) ? frame : { ...frame, open: false })) }
}
