import type { Deviation } from '../expectations/deviation.ts'
import type { Judgement } from './judge.ts'
import type { ToyTerms } from './toy/machine.fixture.ts'

/** A judgement of ten runs in which nothing happened, unless told otherwise. */
export const judgement = (more: Partial<Judgement> = {}): Judgement => ({
  runs: 10,
  durationMs: 20,
  reached: { stimuli: 30 },
  seen: new Map(),
  due: new Set(),
  survey: [],
  ...more,
})

/** A deviation of the toy by this name: chains come back a byte short. */
export const deviation = (
  name: string,
  more: Partial<Extract<Deviation<ToyTerms>, { kind: 'widens' }>> = {},
): Deviation<ToyTerms> => ({
  name,
  clause: 'split.used.device.2',
  by: 'device',
  reason: 'seen',
  versions: { from: '1.2', to: '1.2' },
  property: 'toy/offers',
  trace: `${name}.jsonl`,
  due: () => true,
  kind: 'widens',
  rule: 'lengths',
  widen: () => ({ lengths: (offered) => [offered, offered - 1] }),
  ...more,
})
