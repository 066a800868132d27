import type { Life } from '../feature/negotiation.ts'
import { type Bytes, bytes } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { ConfigField } from './config-field.ts'
import { littleEndian, numberOf } from './little-endian.ts'
import type { NetState } from './state.ts'

/**
 * What was read since `config_generation` was: the configuration as it stood then, and whether it was seen to be another later on.
 *
 * A device may count when the configuration changes or when the change is read. So only a driver that read the generation, a field,
 * and then a field that changed in between, can say that the generation must differ.
 */
export interface Readings {
  /** The value that was read. */
  readonly generation: number
  /** Where in its life the device was then. */
  readonly phase: Life['phase']
  /** Whether the link was up then: the one thing in the configuration that changes. */
  readonly link: boolean
  /** A field was read while the configuration was still the same. */
  readonly accessed: boolean
  /** And one that had changed, later. */
  readonly differs: boolean
}

/** A generation that the device may show: where the configuration was seen to change, another than before. */
export function nextGeneration({ readings }: NetState): Bytes {
  return readings === undefined
    ? bytes('00')
    : littleEndian((readings.generation + (readings.differs ? 1 : 0)) & 0xff, 1)
}

/** What a generation that was read breaks: the configuration was seen to change, and the generation did not. */
export function faultsOfGeneration({ readings }: NetState, value: Bytes): readonly Fault[] {
  if (readings?.differs !== true || numberOf(value) !== readings.generation) return []
  const because = `config_generation is still ${readings.generation}, and the configuration was seen to change since`
  return [refusal('device', ['core.config.def.1'], because)]
}

/** What is known of the configuration once a field of it, or its generation, was read. */
export function readingsWith(
  { readings, link, life }: NetState,
  field: ConfigField,
  value: Bytes,
): Readings | undefined {
  if (field === 'config_generation') {
    return { generation: numberOf(value), phase: life.phase, link, accessed: false, differs: false }
  }
  if (readings === undefined) return undefined
  if (link === readings.link) return { ...readings, accessed: true }
  return field === 'status' && readings.accessed ? { ...readings, differs: true } : readings
}
