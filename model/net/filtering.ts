import type { ClauseId } from '../clause/clause.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { Arriving, NetState, Treatment } from './state.ts'
import { received, type Verdict } from './verdict.ts'

/** What a setting says of receiving a frame. */
export const verdictIn = ({ verdict = received }: Treatment): Verdict => verdict

/** Whether a frame need not come, by the filter of some setting since it arrived. */
export const mayBeWithheld = ({ treatments }: Arriving): boolean =>
  treatments.some((treatment) => verdictIn(treatment).passes !== 'must')

/** By which clause a frame that must come does not. */
export function clauseOfLoss({ past }: NetState, { treatments }: Arriving): ClauseId {
  const last = treatments.at(-1)
  const { clause } = last === undefined ? received : verdictIn(last)
  return clause !== 'house.frame.lost' && past.filterRefused === true ? 'house.control.refused' : clause
}

/** What withholding these frames breaks, which the device could have placed: advice. */
export function faultsOfWithholding(frames: readonly Arriving[]): readonly Fault[] {
  return frames.flatMap(({ frame, treatments }) => {
    const verdicts = treatments.map(verdictIn)
    const advice = verdicts.findLast(({ passes }) => passes === 'should')
    if (advice === undefined || !verdicts.every(({ passes }) => passes === 'must' || passes === 'should')) return []
    return [refusal('device', [advice.clause], `frame ${frame} is withheld, and should be received`)]
  })
}

/**
 * What placing a frame breaks that every setting since its arrival would rather withhold. Noted only, even where the clause binds: that
 * a frame comes does not prove what the table holds. While a command is on its way another filter may be in force already.
 */
export function faultsOfPassing(state: NetState, frame: Arriving, here: readonly Treatment[]): readonly Fault[] {
  const verdicts = here.map(verdictIn)
  const last = verdicts.at(-1)
  const isSuppressed = last !== undefined && verdicts.every(({ passes }) => passes === 'should not')
  if (!isSuppressed || state.pending.some(({ applied }) => applied === 'not yet')) return []
  const because = `frame ${frame.frame} is placed, and should be withheld`
  return [{ ...refusal('device', [last.clause], because), noted: true }]
}
