/**
 * The reference model: pure functions over immutable states, the codecs of the wire, and the catalogue of clauses.
 *
 * @module
 */
export {
  type Clause,
  type ClauseId,
  catalogue,
  clauseOf,
  type Grade,
  isAdvice,
  isClauseId,
  type Level,
} from './clause/clause.ts'
export { dependencies, unmet } from './feature/dependency.ts'
export { featureNames, featuresByName } from './feature/feature-names.ts'
export * from './feature/negotiation.ts'
export { type FeatureName, feature, featureBits, featuresNamed } from './feature/table.ts'
export { accept, type Finding, survey, type Verdict } from './kernel/accept.ts'
export * from './kernel/bits.ts'
export * from './kernel/brand.ts'
export * from './kernel/bytes.ts'
export type { Action, Lane, Machine, Obligation, Party, Refusal, Step } from './kernel/machine.ts'
export { type Performance, type Policy, perform } from './kernel/perform.ts'
export type * from './net/action.ts'
export { anyTraits, type NetConfig, type Traits } from './net/config.ts'
export { netDevice } from './net/device.ts'
export { type HashInput, hashesOf } from './net/hash.ts'
export { type NetRules, standardRules } from './net/rules.ts'
export type { NetState } from './net/state.ts'
export { toeplitz } from './net/toeplitz.ts'
export * as pci from './transport/pci/index.ts'
export * as tun from './tun/index.ts'
export * as wire from './wire/index.ts'
