import { referenceTarget } from '../../conformance/targets/reference.ts'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { pairIndex, queueIndex } from '../../model/kernel/brand.ts'
import { hexOf } from '../../model/kernel/bytes.ts'
import type { NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { Compare, Variant } from '../comparison.ts'
import { traffic } from '../frame.ts'
import { headerLength, key } from '../scene.ts'
import { receiveBatch, receiveQueues, receiver } from './receive.ts'

const frameLength = 64
const bufferLength = 0x800

/** What the driver does before frames come: the same configuration as of `openScene`. */
const setUp: readonly NetStimulus[] = [
  {
    kind: 'driver.accepts',
    features: featuresNamed([
      ...(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'] as const),
      ...(['VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_HASH_REPORT'] as const),
    ]),
  },
  { kind: 'driver.starts', size: 256 },
  {
    kind: 'driver.commands',
    chain: 0,
    command: {
      name: 'RSS_CONFIG',
      hashTypes: 0x3f,
      mask: 127,
      unclassified: pairIndex(0),
      table: Array.from({ length: 128 }, (_, entry) => pairIndex(entry % 4)),
      maxTxVq: 4,
      key: hexOf(key),
    },
  },
]

/** Each queue is given as many buffers as there are frames, and then these arrive. */
function stimuli(frames: readonly Uint8Array[]): readonly NetStimulus[] {
  const offers = receiveQueues.flatMap((queue, nth) =>
    frames.map((_, place): NetStimulus => {
      const chain = 1 + nth * frames.length + place
      return { kind: 'driver.offers', queue: queueIndex(queue), chain, lengths: [bufferLength] }
    }),
  )
  const arrivals = frames.map((bytes, frame): NetStimulus => ({ kind: 'wire.arrives', frame, bytes: hexOf(bytes) }))
  return [...setUp, ...offers, ...arrivals]
}

async function usesOf(plan: readonly NetStimulus[]): Promise<readonly NetObservation[]> {
  const session = await referenceTarget('eager', referenceConfig).open()
  const seen: NetObservation[] = []
  for (const stimulus of plan) {
    const answer = await session.perform(stimulus)
    if (answer === 'skipped') throw new Error(`the reference skipped ${stimulus.kind}`)
    seen.push(...answer)
    if (stimulus.kind === 'driver.commands') seen.push(...(await session.settle()))
  }
  return [...seen, ...(await session.settle())]
}

function modelVariant(frames: readonly Uint8Array[]): Variant {
  const plan = stimuli(frames)
  return {
    name: 'model',
    operations: frames.length,
    async timed() {
      const start = process.hrtime.bigint()
      await usesOf(plan)
      return Number(process.hrtime.bigint() - start)
    },
    async answer() {
      const uses = (await usesOf(plan)).filter((seen) => seen.kind === 'device.uses')
      return uses
        .map(({ queue, bytes }) => `${queue} ${bytes}`)
        .sort()
        .join('\n')
    },
  }
}

/** What the driver finds in the used rings. */
function engineAnswer(frames: readonly Uint8Array[]): string {
  const scene = receiver()
  receiveBatch(scene, frames)
  const { guestView: view, guest } = scene.device.memory
  return receiveQueues
    .flatMap((queue) => {
      const ring = scene.rings[queue]
      if (ring === undefined) return []
      return Array.from({ length: view.getUint16(ring.device + 2, true) }, (_, slot) => {
        const entry = ring.device + 4 + 8 * slot
        const at = view.getUint32(ring.descriptors + 16 * view.getUint32(entry, true), true)
        return `${queue} ${hexOf(guest.slice(at, at + view.getUint32(entry + 4, true)))}`
      })
    })
    .sort()
    .join('\n')
}

/** Frames received by the engine, and by the model as a device: what a conformance check costs beside what it judges. */
export const compareReference: Compare = ({ times }) => {
  const frames = traffic(32, frameLength)
  const lasting = receiver()
  return Promise.resolve({
    id: 'reference-receive',
    says: `receiving frames of ${frameLength} bytes, header of ${headerLength}: engine against the model as a device`,
    unit: 'frame',
    variants: [
      {
        name: 'engine',
        operations: frames.length * times,
        work() {
          for (let time = 0; time < times; time++) receiveBatch(lasting, frames)
        },
        answer: () => engineAnswer(frames),
      },
      modelVariant(frames),
    ],
    goals: [{ variant: 'engine', over: 'model', most: 1 / 100 }],
  })
}
