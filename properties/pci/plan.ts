import { type FeatureName, featuresNamed } from '../../model/feature/table.ts'
import { common, type FeatureSet, noFeatures } from '../../model/kernel/bits.ts'
import type { QueueIndex } from '../../model/kernel/brand.ts'
import type { PciRegister, PciStimulus, Way, WritableRegister } from '../../model/transport/pci/action.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'
import { featuresInWindow } from '../../model/transport/pci/registers.ts'
import type { PciPlan } from './terms.ts'

/** Waits until the device rests. */
export const rest = { kind: 'device.rests' } as const

/** Writes a register. */
export const write = (register: WritableRegister, value: number, through: Way = 'bar'): PciStimulus => {
  return { kind: 'driver.writes', register, value, through }
}

/** Reads a register. */
export const read = (register: PciRegister, through: Way = 'bar'): PciStimulus => {
  return { kind: 'driver.reads', register, through }
}

/** Features that change no frame, no command and no ring, as far as they are offered. */
const harmless: readonly FeatureName[] = [
  'VIRTIO_F_VERSION_1',
  'VIRTIO_NET_F_STATUS',
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_MQ',
  'VIRTIO_F_RING_RESET',
  'VIRTIO_F_NOTIFICATION_DATA',
  'VIRTIO_F_ADMIN_VQ',
]

/** Whether a queue can be reset alone. */
export const resettable = ({ offered }: PciConfig): boolean =>
  common(offered, featuresNamed(['VIRTIO_F_RING_RESET'])) !== noFeatures

/** What plans negotiate with a device. */
export const accepted = ({ offered }: PciConfig): FeatureSet => common(offered, featuresNamed(harmless))

/** The sizes of two to the power of up to `most` that a queue can be given; none where it is not there. */
export function sizesOf({ queueSizes }: PciConfig, queue: number, most: number): readonly number[] {
  const max = queueSizes[queue] ?? 0
  return Array.from({ length: most + 1 }, (_, exponent) => 2 ** exponent).filter((size) => size <= max)
}

/** The queues that are there. */
export const queuesOf = ({ queueSizes }: PciConfig): readonly number[] =>
  queueSizes.flatMap((size, queue) => (size > 0 ? [queue] : []))

/** Resets and sets ACKNOWLEDGE and DRIVER. */
export const driven: PciPlan = [{ kind: 'driver.resets' }, write('device_status', 1), write('device_status', 3)]

/** Resets and negotiates; FEATURES_OK is read back. */
export function negotiating(config: PciConfig): PciPlan {
  const windows = [0, 1, 2].flatMap((select) => {
    const value = featuresInWindow(accepted(config), select)
    return value === 0 ? [] : [write('driver_feature_select', select), write('driver_feature', value)]
  })
  return [...driven, ...windows, write('device_status', 11), read('device_status')]
}

/** Sets DRIVER_OK. */
export const starting: PciStimulus = write('device_status', 15)

/** Maps the selected queue or the configuration to a vector, and reads that back. */
export const mapping = (register: 'config_msix_vector' | 'queue_msix_vector', vector: number): PciPlan => [
  write(register, vector),
  read(register),
]

/** Enables a queue, mapped to a vector where one is given. */
export const enabling = (queue: QueueIndex, vector?: number): PciPlan => [
  ...(vector === undefined ? [] : [write('queue_select', queue), ...mapping('queue_msix_vector', vector)]),
  { kind: 'driver.enables', queue },
]

/** Makes a buffer available and tells the device. */
export const provoking = (queue: QueueIndex, through: Way = 'bar'): PciPlan => [
  { kind: 'driver.offers', queue },
  { kind: 'driver.kicks', queue, through },
]

/** Negotiates, enables every queue that can be provoked, each with its own vector of the table where MSI-X is `on`, and starts. */
export function working(config: PciConfig, on: boolean): PciPlan {
  const { provokable, vectors } = config
  const msix = on && vectors > 0
  return [
    ...(vectors > 0 ? [{ kind: 'driver.switchesMsix', on: msix } as const] : []),
    ...negotiating(config),
    ...(msix ? mapping('config_msix_vector', 0) : []),
    ...provokable.flatMap((queue, index) => enabling(queue, msix ? (index + 1) % vectors : undefined)),
    starting,
  ]
}
