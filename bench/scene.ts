import { features } from '../engine/feature.ts'
import { type Device, type EngineConfig, open } from '../engine/index.ts'
import { deviceStatus } from '../engine/status.ts'
import { pairIndex } from '../model/kernel/brand.ts'
import { hexOf } from '../model/kernel/bytes.ts'
import { encodeControlCommand } from '../model/wire/control-command.ts'
import { type Buffers, layRing, type Ring, ringOf, ringStride } from './ring.ts'

/** A key like any other: no two of its windows are the same. */
export const key = Uint8Array.from({ length: 40 }, (_, at) => (Math.imul(at + 1, 0x9e3779b1) >>> 11) & 0xff)

/** Bytes of the header with a hash report. */
export const headerLength = 20
/** Entries of every ring. */
export const ringSize = 256
const tableLength = 128

/** A device that was started, with its driver's rings. */
export interface Scene {
  readonly device: Device
  /** By queue, the control queue last. */
  readonly rings: readonly Ring[]
  /** The first address behind the rings. */
  readonly free: number
  /** Where the RSS command lies: its table's entries begin at `tableAt`. */
  readonly tableAt: number
  readonly mask: number
}

/** What a scene is opened with. */
export interface SceneOptions {
  readonly pairs?: number
  readonly sink?: EngineConfig['sink']
}

const WRITE = 2

/** A device with RSS and hash reports over `pairs` queue pairs, its rings laid out and empty. */
export function openScene({ pairs = 4, sink = () => {} }: SceneOptions = {}): Scene {
  const queues = 2 * pairs + 1
  const free = Math.ceil((queues * ringStride + 0x1000) / 0x1000) * 0x1000
  const memorySize = free + 8 * ringSize * 0x800
  const device = open({ memorySize, maxPairs: pairs, maxQueueSize: ringSize, maxControlQueueSize: ringSize, sink })
  const { ACKNOWLEDGE, DRIVER, FEATURES_OK, DRIVER_OK } = deviceStatus
  device.writeStatus(ACKNOWLEDGE | DRIVER)
  device.writeFeatures(features('VERSION_1', 'CTRL_VQ', 'MQ', 'RSS', 'HASH_REPORT'))
  device.writeStatus(ACKNOWLEDGE | DRIVER | FEATURES_OK)
  const rings = Array.from({ length: queues }, (_, queue) => ringOf(queue, ringSize))
  for (const ring of rings) {
    const reason = device.enable(ring.queue, ring)
    if (reason !== undefined) throw new Error(reason)
  }
  device.writeStatus(ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK)
  return { device, rings, free, ...steer(device, queues - 1, queues * ringStride, pairs) }
}

/** Sends the command that steers by a table over all pairs, every type hashed. */
function steer(device: Device, queue: number, at: number, pairs: number): { tableAt: number; mask: number } {
  const table = Array.from({ length: tableLength }, (_, entry) => pairIndex(entry % Math.min(pairs, 4)))
  const mask = tableLength - 1
  const bytes = encodeControlCommand({
    name: 'RSS_CONFIG',
    ...{ hashTypes: 0x3f, mask, unclassified: pairIndex(0), table, maxTxVq: pairs, key: hexOf(key) },
  })
  const { guest, guestView: view } = device.memory
  guest.set(bytes, at)
  const ring = ringOf(queue, ringSize)
  layRing(view, ring, { at, stride: 0, segments: [bytes.length, 1], writable: false })
  view.setUint16(ring.descriptors + 16 + 12, WRITE, true)
  view.setUint16(ring.driver + 2, 1, true)
  guest[at + bytes.length] = 0xee
  device.notify(queue)
  device.run(1)
  if (guest[at + bytes.length] !== 0) throw new Error('the device did not take the RSS configuration')
  return { tableAt: at + 2 + 4 + 2 + 2, mask }
}

/** Lays buffers under the chains of queues, each queue's behind the other's. */
export function layBuffers(scene: Scene, queues: readonly number[], buffers: Omit<Buffers, 'at'>): void {
  queues.forEach((queue, nth) => {
    const ring = scene.rings[queue]
    if (ring === undefined) throw new RangeError(`there is no queue ${queue}`)
    layRing(scene.device.memory.guestView, ring, { ...buffers, at: scene.free + nth * ringSize * buffers.stride })
  })
}
