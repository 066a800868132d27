import { layOut } from '../../engine/layout.ts'
import { allocateMemory } from '../../engine/memory.ts'
import { noChain } from '../../engine/ring.ts'
import { createSplitRing } from '../../engine/split.ts'
import type { Compare, Setting, Variant } from '../comparison.ts'
import { digest, digestWord, emptyDigest } from '../digest.ts'
import { layRing, refill, ringOf, type Segments } from '../ring.ts'

const size = 256
const batch = 64
const memorySize = 0x8000
const buffersAt = 0x4000
const ring = ringOf(0, size)

/** A split ring of the engine over memory in which every chain has these descriptors. */
function walker(segments: Segments) {
  const memory = allocateMemory(memorySize, 0)
  const layout = layOut({ device: 1, queues: 1, chain: size, table: 1, backlog: 1 })
  layRing(memory.guestView, ring, { at: buffersAt, stride: 16, segments, writable: true })
  layout.queueSize[0] = size
  layout.descriptorArea[0] = ring.descriptors
  layout.driverArea[0] = ring.driver
  layout.deviceArea[0] = ring.device
  const split = createSplitRing(layout, memory)
  const { writableBytes } = layout
  return {
    guest: memory.guest,
    walk(): void {
      refill(memory.guestView, ring, batch)
      // As the device does with a burst: put aside one by one, shown to the driver at once.
      for (let head = split.next(0); head !== noChain; head = split.next(0)) {
        split.hold(0, head, writableBytes[0] as number)
      }
      split.publish(0)
    },
  }
}

/** Batches after which answers are compared: enough to go around the ring. */
const answerBatches = 9

function engineVariant(segments: Segments, times: number): Variant {
  const lasting = walker(segments)
  return {
    name: 'engine',
    operations: batch * times,
    work() {
      for (let time = 0; time < times; time++) lasting.walk()
    },
    answer() {
      const { guest, walk } = walker(segments)
      for (let time = 0; time < answerBatches; time++) walk()
      return String(digestWord(emptyDigest, digest(guest)))
    },
  }
}

function twinVariants(segments: Segments, { twin, times }: Setting): readonly Variant[] {
  if (twin === undefined) return []
  return [
    {
      name: 'C',
      operations: batch * times,
      timed: () => twin.tell(`walk 0 ${batch} ${times}`),
      async answer() {
        await twin.load(walker(segments).guest, memorySize)
        await twin.tell(`queue 0 ${size} ${ring.descriptors} ${ring.driver} ${ring.device}`)
        await twin.tell(`walk 0 ${batch} ${answerBatches}`)
        return twin.digest(0, memorySize)
      },
    },
  ]
}

/** Chains of a split ring looked at, checked and given back. */
export const compareWalk =
  (segments: Segments): Compare =>
  (setting) =>
    Promise.resolve({
      id: `split-walk-${segments.length}`,
      says: `split ring, chains of ${segments.length}: looked at, checked and given back`,
      unit: 'chain',
      variants: [engineVariant(segments, setting.times), ...twinVariants(segments, setting)],
      goals: [{ variant: 'engine', over: 'C', most: 2.4 }],
    })
