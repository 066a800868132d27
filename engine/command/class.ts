import type { FeatureSet } from '../../model/kernel/bits.ts'
import type { Coalescing } from '../coalescing.ts'
import type { ConfigSpace } from '../config-space.ts'
import type { Filter } from '../filter.ts'
import type { Layout } from '../layout.ts'
import type { Memory } from '../memory.ts'
import type { Queues } from '../queue.ts'
import type { Steering } from '../steering.ts'
import type { Toeplitz } from '../toeplitz.ts'

/** The commands of one class. A command is checked whole before anything changes. */
export interface CommandClass {
  /** Carries out the command of this number with `length` bytes of `command-specific-data` at `at`; whether it was accepted. */
  execute(command: number, at: number, length: number): boolean
}

/** What the device allows. */
export interface Limits {
  readonly maxPairs: number
  readonly maxKeySize: number
  readonly maxTableLength: number
  readonly hashTypes: number
  readonly tunnelTypes: number
  readonly maxRssContexts: number
}

/** What the commands act upon. */
export interface CommandParts {
  readonly layout: Layout
  readonly memory: Memory
  readonly limits: Limits
  readonly toeplitz: Toeplitz
  readonly steering: Steering
  readonly filter: Filter
  readonly space: ConfigSpace
  readonly negotiated: () => FeatureSet
  readonly queues: Queues
  readonly coalescing: Coalescing
  /** Where a reply is written; how long it is goes into `replyLength`. */
  readonly reply: number
}
