import type { Candidate } from '../../properties/target.ts'
import { didYouMean } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/** Settings of a target, as given by `--option KEY=VALUE`. */
export type TargetOptions = Readonly<Record<string, string>>

/** Whether a target can run here, and if not, why and what would help. */
export type Availability =
  | { readonly available: true; readonly version?: string }
  | { readonly available: false; readonly why: string }

/** A target that the command line knows by name. */
export interface KnownTarget {
  readonly name: string
  readonly says: string
  /** Options by key, and what each means. */
  readonly options: Readonly<Record<string, string>>
  /** What it needs to run. */
  readonly needs: readonly string[]
  /** Ours: never excused by expectations. */
  readonly ours: boolean
  probe(options: TargetOptions): Promise<Availability>
  /** The target, or the same target in each of its ways to behave. Throws `TargetLost` if it cannot be started. */
  make(options: TargetOptions): Promise<readonly [Candidate, ...Candidate[]]>
}

/** A target by name; throws a {@link UsageError} that names the nearest. */
export function targetNamed(targets: readonly KnownTarget[], name: string): KnownTarget {
  const found = targets.find((target) => target.name === name)
  if (found !== undefined) return found
  const names = targets.map((target) => target.name)
  throw new UsageError(`no target is called ${name}${didYouMean(name, names)} (there are ${names.join(', ')})`)
}

/** Options out of `KEY=VALUE`; throws a {@link UsageError} for a key that the target does not have. */
export function optionsFor(target: KnownTarget, pairs: readonly string[]): TargetOptions {
  const keys = Object.keys(target.options)
  const entries = pairs.map((pair): [string, string] => {
    const cut = pair.indexOf('=')
    if (cut < 1) throw new UsageError(`--option ${pair}: expected KEY=VALUE`)
    const key = pair.slice(0, cut)
    if (!keys.includes(key)) {
      const has = keys.length === 0 ? 'it has none' : `it has ${keys.join(', ')}`
      throw new UsageError(`--option ${pair}: ${target.name} has no option ${key}${didYouMean(key, keys)} (${has})`)
    }
    return [key, pair.slice(cut + 1)]
  })
  return Object.fromEntries(entries)
}
