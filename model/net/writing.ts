import { type Fault, refusal } from '../kernel/step.ts'
import type { DriverWrites } from './action.ts'
import type { NetState } from './state.ts'

/** What a driver breaks by writing to the configuration: noted, since the device need only ignore it. */
export function faultsOfWriting({ field }: DriverWrites): readonly Fault[] {
  return [{ ...refusal('driver', ['net.config.driver.1'], `${field} of the configuration is written`), noted: true }]
}

/** A field was written to, which changes nothing. @clause net.config.def.1 */
export function written(state: NetState, { field, value }: DriverWrites): NetState {
  return { ...state, written: { ...state.written, [field]: value } }
}
