import { match } from 'ts-pattern'
import type { ClauseId } from '../../clause/clause.ts'
import { faultsOf, statusBits } from '../../feature/negotiation.ts'
import { type FeatureName, feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import { noVector } from '../../wire/pci-common-config.ts'
import type {
  DriverEnables,
  DriverKicks,
  DriverOffers,
  DriverPeruses,
  DriverReads,
  DriverResetsQueue,
  DriverWrites,
  PciRegister,
} from './action.ts'
import { hasShape } from './queue-registers.ts'
import { acceptedFeatures } from './registers.ts'
import { type PciState, selectedQueue } from './state.ts'

const out = (clause: ClauseId, because: string): readonly Fault[] => [refusal('driver', [clause], because)]

const has = ({ features }: PciState, name: FeatureName): boolean => includes(features, feature(name))

/** Whether FEATURES_OK was seen to stand, and the driver did not give up. */
const isAgreed = ({ status, proposed }: PciState): boolean =>
  (status & statusBits.FEATURES_OK) !== 0 && !proposed && (status & statusBits.FAILED) === 0

/** Whether DRIVER_OK is set. */
export const isLive = (state: PciState): boolean => isAgreed(state) && (state.status & statusBits.DRIVER_OK) !== 0

/** Registers that exist only with a feature. */
const optional: Readonly<Partial<Record<PciRegister, FeatureName>>> = {
  queue_reset: 'VIRTIO_F_RING_RESET',
  queue_notif_config_data: 'VIRTIO_F_NOTIF_CONFIG_DATA',
  admin_queue_index: 'VIRTIO_F_ADMIN_VQ',
  admin_queue_num: 'VIRTIO_F_ADMIN_VQ',
}

/** What a driver breaks by reading a register. */
export function faultsOfReading(state: PciState, { register }: DriverReads): readonly Fault[] {
  const name = optional[register]
  if (name === undefined || has(state, name)) return []
  return out('core.config.driver.3', `${register} is there only with ${name}`)
}

/** What a driver breaks by reading bytes of the configuration. */
export function faultsOfPerusing({ config }: PciState, { offset, length }: DriverPeruses): readonly Fault[] {
  if (offset % length === 0 && offset + length <= config.configLength) return []
  return out('pci.caps.driver.1', `${length} bytes at ${offset} of a configuration of ${config.configLength}`)
}

/** What a driver breaks by writing a register. */
export function faultsOfWriting(state: PciState, action: DriverWrites): readonly Fault[] {
  const { value, register } = action
  return match(register)
    .returnType<readonly Fault[]>()
    .with('device_feature_select', 'driver_feature_select', 'queue_select', () => [])
    .with('device_status', () => faultsOfStatus(state, value))
    .with('driver_feature', () => faultsOfAccepting(state))
    .with('config_msix_vector', () => faultsOfMapping(state, value))
    .with('queue_msix_vector', () => [...faultsOfSetting(state), ...faultsOfMapping(state, value)])
    .with('queue_size', () => [...faultsOfSetting(state), ...faultsOfSizing(state, value)])
    .otherwise(() => faultsOfSetting(state))
}

/** The steps of `device_status`, each with what it adds. */
const steps: Readonly<Record<number, number>> = {
  [statusBits.ACKNOWLEDGE]: 0,
  [statusBits.DRIVER]: statusBits.ACKNOWLEDGE,
  [statusBits.FEATURES_OK]: statusBits.ACKNOWLEDGE | statusBits.DRIVER,
  [statusBits.DRIVER_OK]: statusBits.ACKNOWLEDGE | statusBits.DRIVER | statusBits.FEATURES_OK,
}

function faultsOfStatus(state: PciState, value: number): readonly Fault[] {
  const { status, config } = state
  if ((status & ~value) !== 0 || value === 0) return out('core.status.driver.2', 'a bit of device_status is taken back')
  const added = value & ~status
  if (added === statusBits.FAILED) return []
  if (steps[added] !== status) return out('core.init.driver.1', `device_status goes from ${status} to ${value}`)
  if (added === statusBits.FEATURES_OK) return faultsOf(config.offered, acceptedFeatures(state))
  if (added === statusBits.DRIVER_OK && !isAgreed(state))
    return out('core.init.driver.10', 'FEATURES_OK was not read back')
  return []
}

function faultsOfAccepting({ status, selects }: PciState): readonly Fault[] {
  if ((status & statusBits.FEATURES_OK) !== 0)
    return out('core.init.driver.9', 'features are accepted after FEATURES_OK')
  if ((status & statusBits.DRIVER) === 0) return out('core.init.driver.1', 'features are accepted before DRIVER')
  return selects.driver_feature_select === undefined ? out('core.init.driver.1', 'no window is selected') : []
}

/** A vector that the table does not have is noted only: the standard says how the device answers it. */
function faultsOfMapping({ config }: PciState, vector: number): readonly Fault[] {
  const because = `vector ${vector} is not one of ${config.vectors}`
  if (config.vectors === 0) return out('pci.msix.driver.4', because)
  if (vector === noVector || vector < config.vectors) return []
  return [{ ...refusal('driver', ['pci.msix.driver.4'], because), noted: true }]
}

/** Without these features there may be other queues, of other sizes: a plan keeps to those that are known. */
const unshaped = 'the features that decide which queues there are were not all negotiated'

/** The selected queue's registers are written before it is enabled. */
function faultsOfSetting(state: PciState): readonly Fault[] {
  const queue = selectedQueue(state)
  if (!isAgreed(state)) return out('core.init.driver.11', 'a queue is set up before FEATURES_OK stands')
  if (!hasShape(state)) return out('core.init.driver.11', unshaped)
  if (queue === 'unknown' || queue === undefined) return out('core.init.driver.11', 'no queue is selected')
  return queue.enabled ? out('pci.common.driver.4', 'the queue is enabled already') : []
}

function faultsOfSizing(state: PciState, size: number): readonly Fault[] {
  const queue = selectedQueue(state)
  if (queue === 'unknown' || queue === undefined) return []
  if (size === 0 || size > queue.max)
    return out('pci.common.driver.2', `a queue of ${size} entries, of at most ${queue.max}`)
  const packed = has(state, 'VIRTIO_F_RING_PACKED')
  return packed || Number.isInteger(Math.log2(size))
    ? []
    : out('pci.common.driver.3', `a split ring of ${size} entries`)
}

/** What a driver breaks by enabling a queue. */
export function faultsOfEnabling(state: PciState, { queue }: DriverEnables): readonly Fault[] {
  const found = state.queues[queue]
  if (!isAgreed(state)) return out('core.init.driver.11', 'a queue is enabled before FEATURES_OK stands')
  if (!hasShape(state)) return out('core.init.driver.11', unshaped)
  if (found === undefined || found.max === 0) return out('core.init.driver.11', `there is no queue ${queue}`)
  if (found.enabled || found.resetting) return out('pci.common.driver.4', `queue ${queue} is enabled already`)
  if (isLive(state) && found.origin === 'reset') return out('core.init.driver.11', 'DRIVER_OK is set already')
  return []
}

/** What a driver breaks by resetting a queue. */
export function faultsOfResettingQueue(state: PciState, { queue }: DriverResetsQueue): readonly Fault[] {
  if (!has(state, 'VIRTIO_F_RING_RESET')) return out('core.features.driver.1', 'VIRTIO_F_RING_RESET is not negotiated')
  return state.queues[queue]?.enabled === true ? [] : out('pci.common.driver.7', `queue ${queue} is not enabled`)
}

/** What a driver breaks by switching MSI-X. */
export function faultsOfSwitching({ config }: PciState): readonly Fault[] {
  return config.vectors > 0 ? [] : out('pci.msix.driver.4', 'there is no MSI-X table')
}

/** What a driver breaks by making a buffer available. */
export function faultsOfOffering(state: PciState, { queue }: DriverOffers): readonly Fault[] {
  const found = state.queues[queue]
  if (found?.enabled !== true) return out('core.init.driver.11', `queue ${queue} is not enabled`)
  if (!state.config.provokable.includes(queue)) return out('core.init.driver.11', `nothing is used at once on ${queue}`)
  return found.waiting < found.size ? [] : out('split.avail.def.1', `queue ${queue} is full`)
}

/** What a driver breaks by a notification. */
export function faultsOfKicking(state: PciState, { queue }: DriverKicks): readonly Fault[] {
  if (!isLive(state)) return out('core.init.driver.15', 'a notification before DRIVER_OK')
  const found = state.queues[queue]
  return found === undefined || found.max === 0 ? out('core.init.driver.11', `there is no queue ${queue}`) : []
}
