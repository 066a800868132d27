import { traffic } from './frame.ts'
import { median } from './median.ts'
import { refill } from './ring.ts'
import { layBuffers, openScene, ringSize, type Scene } from './scene.ts'

/** What the cost of a frame grows with: the ratios would be 1 if it grew with nothing. */
export interface Scaling {
  /** By queue pairs, one of them busy: time of a frame over that with one pair. */
  readonly idlePairs: Readonly<Record<string, number>>
  /** By frames a run: time of a frame over that with 16. */
  readonly framesARun: Readonly<Record<string, number>>
}

const receiveQueue = 0
const transmitQueue = 1
const runs = 200

/** A device of many pairs; what comes in goes to the first queue, since no frame is IP. */
function busyFirstPair(pairs: number): Scene {
  const scene = openScene({ pairs })
  layBuffers(scene, [receiveQueue], { stride: 0x800, segments: [0x800], writable: true })
  layBuffers(scene, [transmitQueue], { stride: 0x800, segments: [84], writable: false })
  return scene
}

/** Nanoseconds that a frame takes, received and sent in runs of `count`. */
function frameTime({ device, rings }: Scene, count: number): number {
  const frame = traffic(12, 64)[11] as Uint8Array // the last of twelve
  const [receive, transmit] = [rings[receiveQueue], rings[transmitQueue]]
  if (receive === undefined || transmit === undefined) throw new Error('a queue is missing')
  const start = process.hrtime.bigint()
  for (let run = 0; run < runs; run++) {
    refill(device.memory.guestView, receive, ringSize)
    refill(device.memory.guestView, transmit, count)
    for (let nth = 0; nth < count; nth++) device.deliver(frame)
    device.notify(transmitQueue)
    device.run(2 * count)
  }
  return Number(process.hrtime.bigint() - start) / (runs * 2 * count)
}

/** Ratios to the first of some ways to have frames handled, measured in turn. */
function ratios(ways: readonly (readonly [string, () => number])[], rounds: number): Readonly<Record<string, number>> {
  const times = ways.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [nth, [, time]] of ways.entries()) times[nth]?.push(time())
  }
  const [first = []] = times
  return Object.fromEntries(
    ways.map(([name], nth) => [name, median((times[nth] ?? []).map((time, at) => time / (first[at] ?? Number.NaN)))]),
  )
}

/** How the cost of a frame grows with queue pairs that do nothing, and with the frames of one run. */
export function scaling(rounds: number): Scaling {
  const idle = [1, 16, 256].map((pairs) => {
    const scene = busyFirstPair(pairs)
    return [String(pairs), () => frameTime(scene, 64)] as const
  })
  const one = busyFirstPair(4)
  const counts = [16, 64, 256].map((count) => [String(count), () => frameTime(one, count)] as const)
  return { idlePairs: ratios(idle, rounds), framesARun: ratios(counts, rounds) }
}
