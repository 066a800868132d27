import type { Action } from '../../model/kernel/machine.ts'
import type { NetAction, NetObservation } from '../../model/net/action.ts'

/** How the reference picks among what is permitted. */
export type PolicyName = 'eager' | 'lazy' | 'random'

const busy = <Act extends Action>(enabled: readonly Act[]): readonly Act[] =>
  enabled.filter((act) => act.kind !== 'device.rests')

/** Answers to questions come at once, whatever the policy. */
const atOnce = (act: Action): boolean => answers.includes(act.kind)
const answers: readonly string[] = [
  'device.shows',
  'device.agrees',
  'device.lists',
  'device.reveals',
  'device.returns',
  'device.delivers',
]

/** Behind this another reaction is seen at the same look: nothing comes in between. */
const announcesMore = (act: Action): boolean => 'more' in act && act.more === true

/** A small generator of its own, so that a seed gives the same device on every run. */
function chance(seed: number): () => number {
  let now = (seed ^ 0x9e3779b9) >>> 0
  return () => {
    now = (Math.imul(now ^ (now >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0
    return ((now ^ (now >>> 13)) >>> 0) / 0x1_0000_0000
  }
}

/** A policy for the device of any machine. */
type AnyPolicy = <Act extends Action>(enabled: readonly Act[]) => Act | undefined

/**
 * - `eager`: does the first thing permitted, until nothing is left
 * - `lazy`: does nothing before it must (a question, a rest)
 * - `random`: picks anything, and stops anywhere
 */
export const policies: Readonly<Record<PolicyName, (seed: number) => AnyPolicy>> = {
  eager: () => (enabled) => busy(enabled)[0],
  lazy: () => (enabled) => enabled.find(atOnce),
  random: (seed) => {
    const next = chance(seed)
    let goesOn = false
    return (enabled) => {
      const open = busy(enabled)
      const answer = open.find(atOnce)
      if (answer !== undefined && open.length === 1) return answer
      const stops = next() < 0.3 && answer === undefined && !goesOn
      const picked = stops ? undefined : open[Math.floor(next() * open.length)]
      goesOn = picked !== undefined && announcesMore(picked)
      return picked
    }
  },
}

/** What an observer sees of an action: nothing of a hidden one. */
export function seen(action: NetAction): readonly NetObservation[] {
  return action.kind.startsWith('device.') && action.kind !== 'device.applies' ? [action as NetObservation] : []
}
