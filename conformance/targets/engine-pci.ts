import { openPci, type PciOptions } from '../../engine/index.ts'
import type { PciObservation, PciStimulus } from '../../model/transport/pci/action.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'
import type { OpenOptions, Part } from '../../properties/target.ts'
import type { MemoryTarget } from '../driver/memory-device.ts'
import { PciNetDevice } from '../driver/pci/net-device.ts'
import { pciPart } from '../driver/pci/part.ts'
import { engineTarget } from './engine.ts'
import { EngineFunction, type OpenEnginePci } from './engine-function.ts'

/** What an engine behind PCI may be told. */
export interface EnginePciOptions {
  /** Another engine than this package's: a copy with a bug, say. */
  readonly open?: OpenEnginePci
  /** What the engine is opened with; what is left out is as {@link openPci} has it. */
  readonly config?: Partial<PciOptions>
}

/** Memory of the default target, as of the one that is driven without registers, and a page for messages. */
const memorySize = 2 * 1024 * 1024 + 4096

/** Opens functions; those that were closed are reset by whoever opens them next, and used again. */
function functions({ open = openPci, config }: EnginePciOptions) {
  const idle: EngineFunction[] = []
  const retire = (engine: EngineFunction): void => {
    idle.push(engine)
  }
  return async ({ seed = 0 }: OpenOptions = {}): Promise<EngineFunction> => {
    const engine = idle.pop() ?? new EngineFunction(open, { memorySize, ...config }, retire)
    return engine.begin(seed)
  }
}

/** The engine of this package as a PCI function. */
export function enginePciPart(options: EnginePciOptions = {}): Part<PciConfig, PciStimulus, PciObservation> {
  return pciPart({ has: ['pci', 'link'], openFunction: functions(options) })
}

/** The engine of this package as a network device that is driven by its PCI registers. */
export function engineOverPci(options: EnginePciOptions = {}): MemoryTarget {
  const direct = engineTarget()
  const openFunction = functions(options)
  return {
    ...direct,
    name: 'engine over PCI',
    extras: direct.extras.filter((capability) => !['ring-position', 'announce', 'handover'].includes(capability)),
    missing: { 'ring-position': 'a ring begins at 0 on PCI', announce: 'the function has no way to be told' },
    open: async (given) => PciNetDevice.open(await openFunction(given)),
  }
}
