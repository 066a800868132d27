import type { Compare, Setting, Variant } from '../comparison.ts'
import { digest, digestWord, emptyDigest } from '../digest.ts'
import { traffic } from '../frame.ts'
import { refill } from '../ring.ts'
import { headerLength, layBuffers, openScene, ringSize, type Scene } from '../scene.ts'

const batch = 64
const answerBatches = 9
/** The receive queues that the table names. */
export const receiveQueues = [0, 2, 4, 6]

/** A device whose receive queues have buffers of 2 KiB laid out. */
export function receiver(): Scene {
  const scene = openScene()
  layBuffers(scene, receiveQueues, { stride: 0x800, segments: [0x800], writable: true })
  return scene
}

/** One batch: buffers are made available, frames arrive, the device works. */
export function receiveBatch({ device, rings }: Scene, frames: readonly Uint8Array[]): void {
  for (const queue of receiveQueues) {
    const ring = rings[queue]
    if (ring !== undefined) refill(device.memory.guestView, ring, ringSize)
  }
  for (const frame of frames) device.deliver(frame)
  device.run(frames.length)
}

function engineVariant(frames: readonly Uint8Array[], times: number): Variant {
  const lasting = receiver()
  return {
    name: 'engine',
    operations: batch * times,
    work() {
      for (let time = 0; time < times; time++) receiveBatch(lasting, frames)
    },
    answer() {
      const scene = receiver()
      for (let time = 0; time < answerBatches; time++) receiveBatch(scene, frames)
      return String(digestWord(emptyDigest, digest(scene.device.memory.guest)))
    },
  }
}

function twinVariants(frames: readonly Uint8Array[], length: number, { twin, times }: Setting): readonly Variant[] {
  if (twin === undefined) return []
  const guestSize = receiver().device.memory.size
  const line = `receive ${guestSize} ${batch} ${length} ${headerLength}`
  return [
    {
      name: 'C',
      operations: batch * times,
      timed: () => twin.tell(`${line} ${times}`),
      async answer() {
        const { device, rings, tableAt, mask } = receiver()
        const image = new Uint8Array(guestSize + batch * length)
        image.set(device.memory.guest)
        frames.forEach((frame, nth) => {
          image.set(frame, guestSize + nth * length)
        })
        await twin.load(image, guestSize)
        await twin.tell(`key ${tableAt + 2 * (mask + 1) + 3}`)
        await twin.tell(`steer ${tableAt} ${mask} 0`)
        for (const queue of receiveQueues) {
          const ring = rings[queue]
          if (ring) await twin.tell(`queue ${queue} ${ringSize} ${ring.descriptors} ${ring.driver} ${ring.device}`)
        }
        await twin.tell(`${line} ${answerBatches}`)
        return twin.digest(0, guestSize)
      },
    },
  ]
}

/** Frames of this length from the wire into buffers of four queues, steered by RSS, with a hash report. */
export const compareReceive =
  (length: number): Compare =>
  (setting) => {
    const frames = traffic(batch, length)
    return Promise.resolve({
      id: `receive-${length}`,
      says: `receiving frames of ${length} bytes: read, hashed, steered over 4 queues, placed with a hash report`,
      unit: 'frame',
      variants: [engineVariant(frames, setting.times), ...twinVariants(frames, length, setting)],
      goals: [],
    })
  }
