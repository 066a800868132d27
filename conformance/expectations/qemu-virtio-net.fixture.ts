import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClauseId } from '../../model/clause/clause.ts'
import { type FeatureSet, noFeatures } from '../../model/kernel/bits.ts'
import { type Bytes, bytes } from '../../model/kernel/bytes.ts'
import type { HashRule } from '../../model/net/steering.ts'
import type { Entry } from '../../properties/target.ts'
import type { NetTerms } from '../../properties/terms.ts'
import { netModel } from '../net-model.ts'
import { Judge, type Ruling } from '../run/ruling.ts'
import { readTrace } from '../trace/read.ts'
import type { Trace } from '../trace/trace.ts'
import { qemuVirtioNetDeviations } from './qemu-virtio-net.ts'
import { expectationsFolder } from './stored-history.ts'

/** A known deviation of QEMU's virtio-net. */
type Known = (typeof qemuVirtioNetDeviations)[number]

/** The stored trace of a deviation. */
export const traceOf = ({ trace }: Known): Trace => readTrace(readFileSync(join(expectationsFolder, trace), 'utf8'))

/** The deviation of a name. */
export function named(name: string): Known {
  const found = qemuVirtioNetDeviations.find((deviation) => deviation.name === name)
  if (found === undefined) throw new Error(`fault: no deviation is called ${name}`)
  return found
}

/** What a log of the trace's device is found to be where these deviations are known. */
export const ruled = (log: readonly Entry[], { head }: Trace, known: readonly Known[] = qemuVirtioNetDeviations) =>
  new Judge(netModel, head.config, known).rule(log)

/** A ruling in a few words: `refused by CLAUSE`, `explained by NAME, NAME`. */
export function words(ruling: Ruling<NetTerms>): string {
  if (ruling.kind === 'refused') return `refused by ${ruling.finding.refusal.clauses[0]}`
  return ruling.kind === 'explained' ? `explained by ${ruling.by.map(({ name }) => name).join(', ')}` : ruling.kind
}

/** A log with something else in the place of one use: `value`, hexadecimal, from byte `at` of its bytes on. */
export const used = (log: readonly Entry[], at: number, value: string): readonly Entry[] =>
  log.map((entry) => (entry.kind === 'device.uses' ? { ...entry, bytes: overwritten(entry.bytes, at, value) } : entry))

/** Bytes with `value` in the place of those from byte `at` on. */
export const overwritten = (before: Bytes, at: number, value: string): Bytes =>
  bytes(before.slice(0, 2 * at) + value + before.slice(2 * at + value.length))

/** A log with something else in the place of each command. */
export const commanded = (log: readonly Entry[], change: object): readonly Entry[] =>
  log.map((entry) =>
    entry.kind === 'driver.commands' ? { ...entry, command: { ...entry.command, ...change } } : entry,
  )

/** What became of the trace of a deviation after a change, with every deviation known. */
export function changed(name: string, change: (log: readonly Entry[]) => readonly Entry[]): string {
  const trace = traceOf(named(name))
  return words(ruled(change(trace.log), trace))
}

/** The words for a log refused by a clause. */
export const refusedBy = (clause: ClauseId): string => `refused by ${clause}`

/** The rules with one deviation among them. */
export function widened(name: string): typeof netModel.rules {
  const deviation = named(name)
  if (deviation.kind !== 'widens') throw new Error(`fault: ${name} widens no rule`)
  return deviation.widen(netModel.rules, traceOf(deviation).head.config)
}

/** What frames are hashed over by some rules, with these features negotiated. */
export const hashesBy =
  (rules: typeof netModel.rules, features: FeatureSet = noFeatures): HashRule =>
  (frame, types) =>
    rules.hashes(rules.read(frame, features), types, features)
