import type { PciObservation, PciStimulus } from '../../model/transport/pci/action.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'
import type { PciRules } from '../../model/transport/pci/rules.ts'
import type { PciState } from '../../model/transport/pci/state.ts'
import type { PlanOf, PropertyOf } from '../terms.ts'

/** The terms of a PCI function: nothing of it is hidden. */
export interface PciTerms {
  readonly config: PciConfig
  readonly state: PciState
  readonly rules: PciRules
  readonly stimulus: PciStimulus
  readonly observation: PciObservation
  readonly hidden: never
}

/** A property of a PCI function. */
export type PciProperty = PropertyOf<PciTerms>
/** A plan for a PCI function. */
export type PciPlan = PlanOf<PciTerms>
