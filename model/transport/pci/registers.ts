import { answerTo, statusBits } from '../../feature/negotiation.ts'
import { asFeatureSet, type FeatureSet } from '../../kernel/bits.ts'
import type { PciRegister } from './action.ts'
import { among, anything, type Expected, hexadecimal, unless } from './expected.ts'
import { isrValues } from './isr.ts'
import * as queue from './queue-registers.ts'
import type { PciState } from './state.ts'
import { expectedVector } from './vector-register.ts'

/** The 32 features of a window: those from bit `select` × 32 on. @clause pci.common.device.3 */
export function featuresInWindow(features: FeatureSet, select: number): number {
  return Number((features >> BigInt(Math.min(select, 64) * 32)) & 0xffff_ffffn)
}

/** All that was written to `driver_feature`. */
export function acceptedFeatures({ accepted }: PciState): FeatureSet {
  const windows = Object.entries(accepted).filter(([select]) => Number(select) <= 64)
  return asFeatureSet(
    windows.reduce((set, [select, value]) => set | (BigInt(value) << BigInt(Number(select) * 32)), 0n),
  )
}

/** `device_feature`. @clause pci.common.device.3 */
export function expectedDeviceFeature({ selects, config }: PciState): Expected {
  const select = selects.device_feature_select
  if (select === undefined) return anything(0)
  return among([featuresInWindow(config.offered, select)], 'pci.common.device.3', `device_feature of window ${select}`)
}

/** `driver_feature`: what was written of what is offered; of what is not, anything that was. @clause pci.common.device.4 pci.common.device.5 */
export function expectedDriverFeature({ selects, config, accepted }: PciState): Expected {
  const select = selects.driver_feature_select
  const written = select === undefined ? undefined : accepted[select]
  if (select === undefined || written === undefined) return anything(0)
  const offered = featuresInWindow(config.offered, select)
  const valid = (written & offered) >>> 0
  return unless(
    [...new Set([valid, written])],
    (value) => ((value & offered) >>> 0 === valid && (value & ~written) === 0 ? undefined : 'pci.common.device.4'),
    (value) =>
      `driver_feature of window ${select} reads ${hexadecimal(value)} after ${hexadecimal(written)} was written`,
  )
}

/** `device_status`. @clause pci.common.device.7 core.features.device.3 */
export function expectedStatus(state: PciState): Expected {
  const { status, proposed, config } = state
  if (status === 0) return among([0], 'pci.common.device.7', 'device_status after a reset')
  const kept = among([status], 'house.status.kept', 'device_status')
  if (!proposed) return kept
  const declined = status & ~statusBits.FEATURES_OK
  const answer = answerTo(config.offered, acceptedFeatures(state))
  const values = { agree: [status], decline: [declined], either: [status, declined] }[answer]
  const clause = answer === 'decline' ? 'core.features.device.3' : 'core.features.device.2'
  const bits = among(values, clause, 'device_status after FEATURES_OK')
  return { ...bits, faults: (value) => (value === status || value === declined ? bits : kept).faults(value) }
}

/** `config_generation`. @clause pci.common.device.6 */
export function expectedGeneration({ generation }: PciState): Expected {
  const { stale, shown } = generation
  const next = stale === undefined ? (shown?.generation ?? 0) : (stale + 1) & 0xff
  return unless(
    [next],
    (value) => (value === stale ? 'pci.common.device.6' : undefined),
    (value) => `config_generation is still ${value} although configuration that changed was read`,
  )
}

/** `ISR status`. @clause pci.isr.device.2 pci.isr.device.3 pci.isr.device.5 */
export function expectedIsr({ isr }: PciState): Expected {
  const values = isrValues(isr)
  const clear = among(values, 'pci.isr.device.5', 'ISR status')
  return {
    ...clear,
    faults: (value) => {
      if (isr.queue === 'set' && (value & 1) === 0) return among(values, 'pci.isr.device.3', 'ISR status').faults(value)
      if (isr.configuration === 'set' && (value & 2) === 0) {
        return among(values, 'pci.isr.device.2', 'ISR status').faults(value)
      }
      return clear.faults(value)
    },
  }
}

/** The bit Interrupt Status of the Status register. @clause pci.isr.device.4 */
export function expectedInterruptStatus({ isr, msix }: PciState): Expected {
  if (msix) return anything(0)
  const values = [...new Set(isrValues(isr).map((value) => (value === 0 ? 0 : 1)))]
  return among(values, 'pci.isr.device.4', 'Interrupt Status')
}

/** A register that shows what was written to it; what a reset makes of it is not said. */
function kept(written: number | undefined, what: string): Expected {
  return written === undefined ? anything(0) : among([written], 'house.register.kept', what)
}

const adminIndex = ({ config }: PciState): Expected =>
  unless(
    [config.queueSizes.length],
    (value) => (value >= config.queueSizes.length ? undefined : 'pci.common.device.16'),
    (value) => `admin_queue_index ${value} is below num_queues`,
  )

const adminCount = ({ config }: PciState): Expected =>
  unless(
    [1],
    (value) => (value <= 0x10000 - config.queueSizes.length ? undefined : 'pci.common.device.17'),
    (value) => `admin_queue_num ${value} leads beyond 65535`,
  )

/** What each register may show. */
export type RegisterRules = Readonly<Record<PciRegister, (state: PciState) => Expected>>

/** `num_queues`: no more than there can be, and all of them once it is settled which there are. */
function expectedCount(state: PciState): Expected {
  const most = state.config.queueSizes.length
  const all = kept(most, 'num_queues')
  return queue.hasShape(state)
    ? all
    : { ...all, open: true, faults: (value) => (value <= most ? [] : all.faults(value)) }
}

/** What each register may show by the standard. */
export const standardRegisters: RegisterRules = {
  device_feature_select: ({ selects }) => kept(selects.device_feature_select, 'device_feature_select'),
  device_feature: expectedDeviceFeature,
  driver_feature_select: ({ selects }) => kept(selects.driver_feature_select, 'driver_feature_select'),
  driver_feature: expectedDriverFeature,
  config_msix_vector: ({ configVector }) => expectedVector(configVector, 'config_msix_vector'),
  num_queues: (state) => expectedCount(state),
  device_status: expectedStatus,
  config_generation: expectedGeneration,
  queue_select: ({ selects }) => kept(selects.queue_select, 'queue_select'),
  queue_size: queue.expectedSize,
  queue_msix_vector: queue.expectedQueueVector,
  queue_enable: queue.expectedEnable,
  queue_notify_off: queue.expectedNotifyOff,
  'queue_desc.low': (state) => queue.expectedAddress(state, 'queue_desc.low'),
  'queue_desc.high': (state) => queue.expectedAddress(state, 'queue_desc.high'),
  'queue_driver.low': (state) => queue.expectedAddress(state, 'queue_driver.low'),
  'queue_driver.high': (state) => queue.expectedAddress(state, 'queue_driver.high'),
  'queue_device.low': (state) => queue.expectedAddress(state, 'queue_device.low'),
  'queue_device.high': (state) => queue.expectedAddress(state, 'queue_device.high'),
  queue_notif_config_data: ({ selects }) => anything(selects.queue_select ?? 0),
  queue_reset: queue.expectedReset,
  admin_queue_index: adminIndex,
  admin_queue_num: adminCount,
  isr_status: expectedIsr,
  interrupt_status: expectedInterruptStatus,
}
