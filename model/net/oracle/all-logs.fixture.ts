/** Every log up to a length, in a scope small enough to go through them all. */
import type { Entry } from './explanation.fixture.ts'
import { isShutIn, type Scope, tables } from './random-log.fixture.ts'
import type { Side } from './steering-device.fixture.ts'

const sides: readonly Side[] = [0, 1]

const countOf = (log: readonly Entry[], kind: Entry['kind']): number =>
  log.filter((entry) => entry.kind === kind).length

/** What the driver, the wire and the harness may do next. Chains and frames are numbered as they come. */
function stimuli(log: readonly Entry[], scope: Scope): readonly Entry[] {
  const [frame, chain, command] = [countOf(log, 'arrives'), countOf(log, 'offers'), countOf(log, 'commands')]
  const shut = sides.filter((queue) => isShutIn(log, queue))
  const open = sides.filter((queue) => !isShutIn(log, queue))
  return [
    ...(frame < scope.frames ? sides.map((hash): Entry => ({ kind: 'arrives', frame, hash })) : []),
    ...(chain < scope.buffers ? open.map((queue): Entry => ({ kind: 'offers', queue, chain })) : []),
    ...(countOf(log, 'resets') < (scope.resets ?? 0) ? open.map((queue): Entry => ({ kind: 'resets', queue })) : []),
    ...shut.map((queue): Entry => ({ kind: 'reenables', queue })),
    ...(command < scope.commands ? tables.map((table): Entry => ({ kind: 'commands', chain: command, table })) : []),
    ...(log.at(-1)?.kind === 'rests' ? [] : [{ kind: 'rests' } as const]),
  ]
}

/** What the device may claim next: chains it has, and the one that is offered next; frames that arrived and were not used. */
function signs(log: readonly Entry[]): readonly Entry[] {
  const used = log.flatMap((entry) => (entry.kind === 'uses' ? [entry] : []))
  const frames = log.flatMap((entry) => (entry.kind === 'arrives' ? [entry.frame] : []))
  const offered = log.flatMap((entry) => (entry.kind === 'offers' ? [{ queue: entry.queue, chain: entry.chain }] : []))
  const early = sides.map((queue) => ({ queue, chain: offered.length }))
  const chains = [...offered, ...early].filter(({ chain }) => used.every((use) => use.chain !== chain))
  const uses = chains.flatMap(({ queue, chain }) =>
    frames
      .filter((frame) => used.every((use) => use.frame !== frame))
      .map((frame): Entry => ({ kind: 'uses', queue, chain, frame })),
  )
  const open = log.flatMap((entry) => (entry.kind === 'commands' ? [entry.chain] : []))
  const acknowledgements = open
    .filter((chain) => !log.some((entry) => entry.kind === 'acknowledges' && entry.chain === chain))
    .map((chain): Entry => ({ kind: 'acknowledges', chain }))
  return [...uses, ...acknowledgements]
}

/** Every log that begins so and goes on for at most `more` entries; a rest ends each. */
export function* allLogs(begin: readonly Entry[], more: number, scope: Scope): Generator<readonly Entry[]> {
  if (begin.at(-1)?.kind === 'rests') yield begin
  else yield [...begin, { kind: 'rests' }]
  if (more === 0) return
  for (const entry of [...stimuli(begin, scope), ...signs(begin)]) yield* allLogs([...begin, entry], more - 1, scope)
}
