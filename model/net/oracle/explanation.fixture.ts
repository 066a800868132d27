/** Exhaustive search for a run of the oracle's device that explains a log. */
import type { Traits } from '../config.ts'
import { type Device, rested, type Sign, type Stimulus, shown, stimulated, unseen } from './steering-device.fixture.ts'

/** An entry of a log. */
export type Entry = Stimulus | Sign | { readonly kind: 'rests' }

/** Whether an entry is something that the device showed. */
export const isSign = (entry: Entry): entry is Sign => entry.kind === 'uses' || entry.kind === 'acknowledges'

/** The lane in which a sign is reported: order is total within it, and within it only. */
export const laneOf = (sign: Sign): 0 | 1 | 2 => (sign.kind === 'acknowledges' ? 2 : sign.queue)

type Lanes = readonly [readonly Sign[], readonly Sign[], readonly Sign[]]

/** A point of a run: the device, and what of each lane is yet to happen before the next rest. */
interface Point {
  readonly device: Device
  readonly ahead: Lanes
}

const isSame = (a: Sign, b: Sign): boolean =>
  a.chain === b.chain &&
  (a.kind === 'uses' && b.kind === 'uses' ? a.frame === b.frame && a.queue === b.queue : a.kind === b.kind)

/** The lanes of what is reported between a place in the log and the next rest: no more than that happens before the rest. */
function lanesFrom(log: readonly Entry[], start: number): Lanes {
  const end = log.findIndex((entry, at) => at >= start && entry.kind === 'rests')
  const signs = log.slice(start, end).filter(isSign)
  const lane = (index: number) => signs.filter((sign) => laneOf(sign) === index)
  return [lane(0), lane(1), lane(2)]
}

function without(lanes: Lanes, index: 0 | 1 | 2): Lanes {
  const [first, second, third] = lanes
  if (index === 0) return [first.slice(1), second, third]
  return index === 1 ? [first, second.slice(1), third] : [first, second, third.slice(1)]
}

function next({ device, ahead }: Point, traits: Traits): readonly Point[] {
  const seen = shown(device).flatMap(({ sign, device: after }) => {
    const lane = laneOf(sign)
    const head = ahead[lane][0]
    return head !== undefined && isSame(head, sign) ? [{ device: after, ahead: without(ahead, lane) }] : []
  })
  const hidden = unseen(device, traits).filter(
    (after) => after.frames.length === device.frames.length || !isMissed(after, device, ahead),
  )
  return [...hidden.map((after) => ({ device: after, ahead })), ...seen]
}

/** Whether a frame was dropped that is yet to be used: such a run explains nothing. */
function isMissed(after: Device, before: Device, ahead: Lanes): boolean {
  const dropped = before.frames.filter((frame) => !after.frames.includes(frame))
  return ahead.some((lane) =>
    lane.some((sign) => sign.kind === 'uses' && dropped.some(({ frame }) => frame === sign.frame)),
  )
}

/** Points of the same name have the same future: what is left of a lane follows from its length. */
function nameOf({ device, ahead }: Point): string {
  let name = `${device.table}|${device.doors}|${ahead[0].length},${ahead[1].length},${ahead[2].length}|`
  for (const { chain, seen } of device.buffers) name += seen ? `${chain},` : `${chain}?,`
  for (const { frame, queue, open } of device.frames) name += `|${frame}>${queue}${open}`
  for (const { chain, applied } of device.commands) name += applied ? `|${chain}` : `|${chain}?`
  return name
}

/** Every point that can be reached from these while the harness does nothing. */
function closure(points: readonly Point[], traits: Traits): readonly Point[] {
  const found = new Map<string, Point>()
  const open = [...points]
  for (let point = open.pop(); point !== undefined; point = open.pop()) {
    const key = nameOf(point)
    if (found.has(key)) continue
    found.set(key, point)
    open.push(...next(point, traits))
  }
  return [...found.values()]
}

/**
 * Whether some run of the device explains a log that ends with a rest: stimuli take place where they stand, signs anywhere
 * between the rest before and where they stand, in the order of their lanes.
 */
export function isExplained(start: Device, log: readonly Entry[], traits: Traits): boolean {
  let points: readonly Point[] = [{ device: start, ahead: lanesFrom(log, 0) }]
  for (const [at, entry] of log.entries()) {
    points = after(closure(points, traits), entry, log, at, traits)
    if (points.length === 0) return false
  }
  return true
}

function after(
  points: readonly Point[],
  entry: Entry,
  log: readonly Entry[],
  at: number,
  traits: Traits,
): readonly Point[] {
  if (entry.kind === 'rests') {
    const ahead = lanesFrom(log, at + 1)
    return points.flatMap(({ device }) => {
      const calm = rested(device, traits)
      return calm === undefined ? [] : [{ device: calm, ahead }]
    })
  }
  if (!isSign(entry)) return points.map(({ device, ahead }) => ({ device: stimulated(device, entry), ahead }))
  return points.filter(({ ahead }) => !ahead[laneOf(entry)].some((sign) => sign === entry))
}
