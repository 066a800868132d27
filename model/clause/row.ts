import type { Grade, PrefixedAuthority } from './authority.ts'

/** How strong a clause is, in the words of RFC 2119; `DEFINES` for definitions. */
export type Level =
  | 'MUST'
  | 'MUST NOT'
  | 'SHOULD'
  | 'SHOULD NOT'
  | 'MAY'
  | 'MAY NOT'
  | 'RECOMMENDED'
  | 'OPTIONAL'
  | 'DEFINES'
/** Whom a clause binds. */
export type Side = 'device' | 'driver' | 'both'
/** Who has to be under test for a breach to be seen, if it can be seen at all. */
export type Observe = 'device-under-test' | 'driver-under-test' | 'model-only' | 'untestable'

/** A clause of virtio as the catalogue keeps it, without its words. */
export interface VirtioRow {
  readonly side: Side
  readonly level: Level
  readonly observe: Observe
  /** Source file in the specification's repository. */
  readonly file: string
  readonly line: number
  /** It binds only transitional or legacy devices and drivers. */
  readonly legacy?: true
  /** The specification's conformance chapter does not list it. */
  readonly unlisted?: true
}

/**
 * A clause of another authority: our words, or our words with what differs from a MUST for the device that is seen with the
 * device under test, at the authority's own grade.
 */
export type PrefixedRow =
  | string
  | {
      readonly gist: string
      readonly grade?: Grade
      readonly side?: Side
      readonly level?: Level
      readonly observe?: Observe
      /** Where it stands: a section of a datasheet, a file and line of a source. */
      readonly place?: string
    }

/** The clauses of one such authority. Every id begins with its name. */
export type PrefixedRows<Name extends PrefixedAuthority> = Readonly<Record<`${Name}.${string}`, PrefixedRow>>
