import type { Life } from '../feature/negotiation.ts'
import { type Bytes, bytes } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { ConfigField } from './config-field.ts'
import { ownAddresses } from './filter.ts'
import { littleEndian, numberOf } from './little-endian.ts'
import { filterOf } from './setting.ts'
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
  /** What of the configuration changes, as it was then: whether the link was up, an announcement asked for, and the address. */
  readonly link: boolean
  readonly announces: boolean
  readonly mac: Bytes
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
export function readingsWith(state: NetState, field: ConfigField, value: Bytes): Readings | undefined {
  const { readings, life } = state
  const now = momentOf(state)
  if (field === 'config_generation') {
    if (now === undefined) return undefined
    return { generation: numberOf(value), phase: life.phase, ...now, accessed: false, differs: false }
  }
  if (readings === undefined || now === undefined) return readings
  const statusDiffers = now.link !== readings.link || now.announces !== readings.announces
  const macDiffers = now.mac !== readings.mac
  if (!statusDiffers && !macDiffers) return { ...readings, accessed: true }
  const isSeen = (field === 'status' && statusDiffers) || (field === 'mac' && macDiffers)
  return isSeen && readings.accessed ? { ...readings, differs: true } : readings
}

/** What of the configuration changes, as it is now. */
export interface Moment {
  readonly link: boolean
  readonly announces: boolean
  readonly mac: Bytes
}

/** The configuration where it is certain: a command on its way may have changed it already. */
export function momentOf({ pending, announcement, setting, config, link }: NetState): Moment | undefined {
  const filter = filterOf(setting)
  const [mac, ...others] = ownAddresses(filter, config.mac)
  const isUncertain = pending.some(({ applied }) => applied === 'not yet') || announcement === 'maybe'
  if (isUncertain || mac === undefined || others.length > 0 || filter.anyhow === true) return undefined
  return { link, announces: announcement === 'on', mac }
}
