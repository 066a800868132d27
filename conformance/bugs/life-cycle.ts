import type { EngineBug } from './engine-bug.ts'

/** Bugs of the engine's status and feature life cycle. */
export const lifeCycleBugs: readonly EngineBug[] = [
  {
    id: 'engine-driven-by-features-ok',
    says: 'The device works as soon as FEATURES_OK stands.',
    source: 'ours',
    property: 'life-cycle/driver-ok',
    clause: 'core.status.device.1',
    file: 'engine/negotiation.ts',
    old: 'isDriven: () => (status() & driven) === driven,',
    new: 'isDriven: () => (status() & driven) !== 0,',
  },
  {
    id: 'engine-features-thawed',
    says: 'Features written after FEATURES_OK are in force at once.',
    source: 'ours',
    property: 'life-cycle/frozen',
    clause: 'core.features.def.1',
    file: 'engine/negotiation.ts',
    old: 'written = features\n',
    new: 'written = features\n      if ((status() & deviceStatus.FEATURES_OK) !== 0) agree()\n',
  },
  {
    id: 'engine-asks-in-silence',
    says: 'A device that asks for a reset does not tell its driver.',
    source: 'ours',
    property: 'life-cycle/needs-reset',
    clause: 'core.status.device.3',
    file: 'engine/fault.ts',
    old: 'if ((status & deviceStatus.DRIVER_OK) !== 0) layout.configurationPending[0] = 1',
    new: 'if ((status & deviceStatus.DRIVER_OK) === 0) layout.configurationPending[0] = 1',
  },
  {
    id: 'engine-generation-stuck',
    says: 'config_generation does not move when changed bytes are read.',
    source: 'ours',
    property: 'life-cycle/link',
    clause: 'core.config.def.1',
    file: 'engine/config-space.ts',
    old: 'generation = (generation + 1) & 0xff',
    new: 'generation = generation & 0xff',
  },
  {
    id: 'engine-suspends-before-driver-ok',
    says: 'A device suspends itself whenever it is told to, driven or not.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.1',
    file: 'engine/negotiation.ts',
    old: "(now & DRIVER_OK) !== 0 && (value & SUSPEND) !== 0 && has(agreed, 'SUSPEND')",
    new: '(now & SUSPEND) === 0 && (value & SUSPEND) !== 0',
  },
  {
    id: 'engine-works-suspended',
    says: 'A suspended device goes on working.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.3',
    file: 'engine/device.ts',
    old: 'run: (budget, start) => (negotiation.isDriven() ?',
    new: 'run: (budget, start) => (negotiation.isDriven() || negotiation.isSuspended() ?',
  },
  {
    id: 'engine-tells-suspended',
    says: 'A change of the link is announced while the device is suspended.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.4',
    file: 'engine/link.ts',
    old: 'if (negotiation.isSuspended()) later = up',
    new: 'if (negotiation.isSuspended()) layout.configurationPending[0] = 1',
  },
  {
    id: 'engine-agrees-once',
    says: 'A set of features that was agreed is declined the next time.',
    source: 'ours',
    property: 'negotiation/again',
    clause: 'core.features.device.5',
    file: 'engine/negotiation.ts',
    old: 'agreed = written\n',
    new: `const past = (layout.past ??= new Set())
    if (past.delete(written)) {
      refused = 'it was agreed before'
      return false
    }
    past.add(written)
    agreed = written
`,
  },
]
