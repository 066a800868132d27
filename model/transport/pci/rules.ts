import type { Fault } from '../../kernel/step.ts'
import type { DeviceLists } from './action.ts'
import type { PciConfig } from './config.ts'
import { faultsOfScan } from './discovery.ts'
import { afterReset } from './lifecycle.ts'
import { type RegisterRules, standardRegisters } from './registers.ts'
import { faultsOfSignal } from './signal.ts'
import type { PciState } from './state.ts'
import { faultsOfUse } from './use.ts'

/**
 * The named leaf rules of a PCI function. A machine is built from a record of them, so that a known deviation of a real target can
 * widen one rule and every consequence follows.
 */
export interface PciRules {
  /** What a scan of the configuration space breaks. */
  readonly scan: (config: PciConfig, scan: DeviceLists) => readonly Fault[]
  /** What each register may show. */
  readonly registers: RegisterRules
  /** What a used entry breaks. */
  readonly uses: (state: PciState, queue: number) => readonly Fault[]
  /** What an MSI-X message breaks. */
  readonly signals: (state: PciState, vector: number) => readonly Fault[]
  /** The state after a reset. */
  readonly afterReset: (state: PciState) => PciState
}

/** The rules as virtio 1.4 states them. */
export const standardPciRules: PciRules = {
  scan: faultsOfScan,
  registers: standardRegisters,
  uses: faultsOfUse,
  signals: faultsOfSignal,
  afterReset,
}
