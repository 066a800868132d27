import { PassThrough } from 'node:stream'
import type { ReactionBug } from '../../properties/bugs/reaction-bug.ts'
import { type Target, TargetLost } from '../../properties/target.ts'
import type { Deviation } from '../expectations/deviation.ts'
import type { ToyTerms } from '../run/toy/machine.fixture.ts'
import { toyProperty } from '../run/toy/property.fixture.ts'
import { toySubject } from '../run/toy/subject.fixture.ts'
import { type ToyOptions, toyTarget, use } from '../run/toy/target.fixture.ts'
import { type Court, courtOf } from '../subject/court.ts'
import type { JudgedSubject } from '../subject/judged-subject.ts'
import type { KnownTarget } from './known-target.ts'
import { run } from './program.ts'
import type { Project } from './project.ts'
import type { Surroundings } from './surroundings.ts'

/** Chains come back with length 9. */
export const short: Deviation<ToyTerms> = {
  name: 'short',
  clause: 'split.used.device.2',
  by: 'device',
  reason: 'seen',
  versions: { to: '1' },
  property: 'toy/offers',
  trace: 'none.jsonl',
  due: () => false,
  kind: 'widens',
  rule: 'lengths',
  widen: () => ({ lengths: (offered) => [offered, 9] }),
}

/** A target of toys under a name. */
export function known(name: string, options: ToyOptions, more: Partial<KnownTarget> = {}) {
  return {
    name,
    says: `the ${name}`,
    options: { path: 'where it is' },
    needs: ['a desk'],
    ours: false,
    probe: () => Promise.resolve({ available: true as const, version: '1' }),
    make: (): Promise<readonly [Target]> => Promise.resolve([toyTarget({ name, ...options })]),
    ...more,
  } satisfies KnownTarget
}

/** It loses chains. */
export const lose: ReactionBug = {
  id: 'lose',
  says: 'It loses chains.',
  source: 'ours',
  property: 'toy/offers',
  clause: 'house.chain.lost',
  wrap: (session) => ({
    ...session,
    settle: async () => (await session.settle()).filter((entry) => entry.kind !== 'device.uses'),
  }),
}

/** The court of the toy, with two properties and a bug, or others. */
export function toyCourt(more: Partial<JudgedSubject<ToyTerms>> = {}): Court {
  return courtOf({
    ...toySubject,
    properties: [toyProperty, { ...toyProperty, id: 'toy/again', clauses: ['split.used.device.2'] }],
    bugs: [lose],
    deviations: { shorty: [short] },
    ...more,
  })
}

/** A project of toys: a target without fault, one that deviates, one that ignores advice and one that is not there. */
export const toyProject: Project = {
  courts: [toyCourt()],
  targets: [
    known('engine', {}, { ours: true }),
    known('shorty', { version: '1.5', reacts: ({ chain }) => [use(chain, 9)] }),
    known('noisy', { reacts: ({ chain }) => [use(chain), { kind: 'device.interrupts', queue: use(1).queue }] }),
    known(
      'absent',
      {},
      {
        probe: () => Promise.resolve({ available: false as const, why: 'there is no desk: bring one' }),
        make: () => Promise.reject(new TargetLost('there is no desk: bring one')),
      },
    ),
  ],
  engineBugs: [],
  witnesses: () => ({
    seed: 1,
    list: [
      { bug: 'lose', property: 'toy/offers', clause: 'house.chain.lost', run: 0 },
      { bug: 'lose', property: 'toy/offers', clause: 'house.chain.foreign', run: 0 },
    ],
  }),
}

/** What a command wrote, line by line, and where it wrote. */
export interface Written {
  readonly out: string[]
  readonly err: string[]
  readonly around: Surroundings
}

/** Surroundings that keep what is written. */
export function surroundings(more: Partial<Surroundings> = {}): Written {
  const out: string[] = []
  const err: string[] = []
  const around: Surroundings = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    stdout: {},
    stderr: Object.assign(new PassThrough(), { isTTY: false }),
    environment: {},
    signal: new AbortController().signal,
    again: (words) => type(words.join(' '), toyProject),
    ...more,
  }
  return { out, err, around }
}

/** Types a command line: its exit status, and what came on standard output and standard error. */
export async function type(
  words: string,
  project: Project,
): Promise<{ readonly status: number; readonly out: string; readonly err: string }> {
  const { out, err, around } = surroundings()
  const status = await run(
    words.split(' ').filter((word) => word !== ''),
    project,
    around,
  )
  return { status, out: out.join('\n'), err: err.join('\n') }
}

/** Types a command line at the toys. */
export const toyType = (words: string) => type(words, toyProject)

/** Types a command line at the toys that prints JSON. */
export async function toyJson(words: string) {
  const { status, out } = await toyType(words)
  return { status, report: JSON.parse(out) }
}
