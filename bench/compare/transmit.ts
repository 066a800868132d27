import type { Compare, Setting, Variant } from '../comparison.ts'
import { digest, digestWord, emptyDigest } from '../digest.ts'
import { traffic } from '../frame.ts'
import { refill } from '../ring.ts'
import { headerLength, layBuffers, openScene, ringSize, type Scene, type SceneOptions } from '../scene.ts'

const batch = 64
const answerBatches = 9
const queue = 1
const stride = 0x800

/** A device whose transmit queue has a frame under each chain: the header in a descriptor of its own. */
function sender(length: number, options: SceneOptions = {}): Scene {
  const scene = openScene(options)
  layBuffers(scene, [queue], { stride, segments: [headerLength, length], writable: false })
  traffic(ringSize / 2, length).forEach((frame, chain) => {
    scene.device.memory.guest.set(frame, scene.free + chain * stride + headerLength)
  })
  return scene
}

/** One batch: frames are made available, the device works. */
function sendBatch({ device, rings }: Scene): void {
  const ring = rings[queue]
  if (ring !== undefined) refill(device.memory.guestView, ring, batch)
  device.notify(queue)
  device.run(batch)
}

function engineVariant(length: number, times: number): Variant {
  const lasting = sender(length)
  return {
    name: 'engine',
    operations: batch * times,
    work() {
      for (let time = 0; time < times; time++) sendBatch(lasting)
    },
    answer() {
      let sent = emptyDigest
      const scene = sender(length, {
        sink: (bytes, offset, size) => {
          sent = digest(bytes.subarray(offset, offset + size), sent)
        },
      })
      for (let time = 0; time < answerBatches; time++) sendBatch(scene)
      return String(digestWord(sent, digest(scene.device.memory.guest)))
    },
  }
}

function twinVariants(length: number, { twin, times }: Setting): readonly Variant[] {
  if (twin === undefined) return []
  const line = `transmit ${queue} ${batch} ${headerLength}`
  return [
    {
      name: 'C',
      operations: batch * times,
      timed: () => twin.tell(`${line} ${times}`),
      async answer() {
        const { device, rings } = sender(length)
        const ring = rings[queue]
        await twin.load(device.memory.guest, device.memory.size)
        if (ring) await twin.tell(`queue ${queue} ${ringSize} ${ring.descriptors} ${ring.driver} ${ring.device}`)
        await twin.tell('remember')
        await twin.tell(`${line} ${answerBatches}`)
        await twin.tell('forget')
        return twin.digest(0, device.memory.size)
      },
    },
  ]
}

/** Frames of this length from a transmit queue to the wire. */
export const compareTransmit =
  (length: number): Compare =>
  (setting) =>
    Promise.resolve({
      id: `transmit-${length}`,
      says: `sending frames of ${length} bytes, the header in a descriptor of its own`,
      unit: 'frame',
      variants: [engineVariant(length, setting.times), ...twinVariants(length, setting)],
      goals: [],
    })
