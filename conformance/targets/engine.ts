import { type EngineConfig, open } from '../../engine/index.ts'
import type { MemoryTarget } from '../driver/memory-device.ts'
import { EngineDevice, type OpenEngine } from './engine-device.ts'

/** What an engine target may be told. */
export interface EngineTargetOptions {
  readonly name?: string
  /** Another engine than this package's: a copy with a bug, say. */
  readonly open?: OpenEngine
  /** What the engine is opened with; what is left out is as {@link open} has it. */
  readonly config?: Partial<EngineConfig>
}

/** Memory of the default target: rings, buffers and guard zones of a plan fit in it several times over. */
const memorySize = 2 * 1024 * 1024
/** As long as the keys of Linux's drivers: longer than the longest input needs. */
const maxKeySize = 52

/**
 * The engine of this package as a target: four queue pairs, RSS and hash reporting.
 *
 * A frame whose queue has no buffer when its turn comes is dropped and counted; it holds nothing up, and nothing is padded.
 * Engines are kept and reset, never opened twice for two plans in a row; sessions open at the same time have one each.
 */
export function engineTarget(options: EngineTargetOptions = {}): MemoryTarget {
  const size = options.config?.memory === undefined ? { memorySize } : {}
  const config = { ...size, maxKeySize, ...options.config }
  const idle: EngineDevice[] = []
  const retire = (device: EngineDevice): void => {
    idle.push(device)
  }
  return {
    name: options.name ?? 'engine',
    version: '1',
    traits: { full: 'drops', blocks: false, pads: false, serves: true },
    extras: [
      'ring-position',
      'interrupts',
      'memory-watch',
      'device-status',
      'link',
      'announce',
      'config-write',
      'handover',
    ],
    async open({ seed = 0 } = {}) {
      const device = idle.pop() ?? new EngineDevice(options.open ?? open, config, retire)
      return device.begin(seed)
    },
  }
}
