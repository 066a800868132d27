import type { Subject } from '../../properties/subject.ts'
import type { EntryOf, TargetOf, Terms } from '../../properties/terms.ts'
import type { Deviation } from '../expectations/deviation.ts'
import type { Model } from '../run/model.ts'
import type { Gauge } from '../run/reached.ts'
import type { Notation } from '../trace/notation.ts'
import type { Speaker } from '../trace/transcript.ts'

/** A subject with all that judging it needs: rules that can be widened, words, a notation, and what is known of real targets. */
export interface JudgedSubject<T extends Terms> extends Subject<T> {
  readonly model: Model<T>
  /** How its histories stand on disk. */
  readonly notation: Notation<T>
  /** How its histories are put into words: a new speaker for each. */
  readonly speaker: () => Speaker<EntryOf<T>>
  /** What its histories reach. */
  readonly gauge: () => Gauge<EntryOf<T>>
  /** What reaction bugs are laid over unless a target is named; `change` says how it is another device than usual. */
  readonly reference: (change?: (config: T['config']) => T['config']) => TargetOf<T>
  /** What is known of real targets, by the name of the target. */
  readonly deviations: Readonly<Record<string, readonly Deviation<T>[]>>
}
