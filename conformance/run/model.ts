import type { EntryOf, MachineOf, Terms } from '../../properties/terms.ts'
import type { Mark } from './freedom.ts'

/** A model that is built from named leaf rules. */
export interface Model<T extends Terms> {
  /** The rules as the specification states them. */
  readonly rules: T['rules']
  build(rules: T['rules']): MachineOf<T>
  /** The freedoms that a device used in a log that is allowed; `state` is the one at its end, where it is known. */
  readonly marks?: (log: readonly EntryOf<T>[], config: T['config'], state?: T['state']) => readonly Mark[]
}
