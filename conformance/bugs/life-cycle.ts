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
]
