import { describe, expect, it } from 'vitest'
import { anyTraits, type Traits } from './config.ts'
import { type Entry, isExplained } from './oracle/explanation.fixture.ts'
import { liveDevice, modelVerdict } from './oracle/net-log.fixture.ts'
import { idle, type Side, type Table } from './oracle/steering-device.fixture.ts'

const arrives = (frame: number, hash: Side): Entry => ({ kind: 'arrives', frame, hash })
const offers = (queue: Side, chain: number): Entry => ({ kind: 'offers', queue, chain })
const commands = (chain: number, table: Table): Entry => ({ kind: 'commands', chain, table })
const uses = (queue: Side, chain: number, frame: number): Entry => ({ kind: 'uses', queue, chain, frame })
const acknowledged = (chain: number): Entry => ({ kind: 'acknowledges', chain })
const resets = (queue: Side): Entry => ({ kind: 'resets', queue })
const reenables = (queue: Side): Entry => ({ kind: 'reenables', queue })
const rests: Entry = { kind: 'rests' }

interface Case {
  readonly name: string
  readonly table: Table
  readonly log: readonly Entry[]
  /** The clause and the place in the log at which it is refused; nothing where it is accepted. */
  readonly refused?: readonly [clause: string, at: number]
  readonly traits?: Partial<Traits>
}

const classic: readonly Case[] = [
  {
    name: 'a frame that is seen before its buffer was offered: stimuli keep their place',
    table: [0, 0],
    log: [arrives(0, 0), uses(0, 0, 0), offers(0, 0), rests],
    refused: ['house.chain.foreign', 1],
  },
  {
    name: 'a use that is reported after the acknowledgement happened before the effect: log order is not true order',
    table: [0, 1],
    log: [arrives(0, 1), commands(1, [0, 0]), offers(1, 0), acknowledged(1), uses(1, 0, 0), rests],
  },
  {
    name: 'a frame that arrives behind a command may be steered before it: a command is not in force when it is issued',
    table: [0, 0],
    log: [offers(1, 0), rests, commands(1, [1, 0]), arrives(0, 0), acknowledged(1), rests],
  },
  {
    name: 'a frame is dropped before its buffer was seen: not every offer counts as seen',
    table: [0, 0],
    log: [offers(0, 0), arrives(0, 0), rests],
  },
  {
    name: 'a frame that waits for one queue at a rest does not go to another that had room then: waiting frames are narrowed',
    table: [0, 1],
    log: [offers(1, 0), rests, arrives(0, 0), commands(1, [1, 1]), acknowledged(1), rests, uses(1, 0, 0), rests],
    refused: ['net.rss.device.5', 6],
  },
]

const found: readonly Case[] = [
  {
    name: 'a frame does not wait at a rest for a queue that was given a buffer before it',
    table: [0, 0],
    log: [arrives(0, 0), offers(0, 0), rests, uses(0, 0, 0), rests],
    refused: ['house.frame.foreign', 3],
  },
  {
    name: 'a frame that was steered on arrival is placed by that although a command was acknowledged since',
    table: [0, 1],
    log: [arrives(0, 1), commands(1, [0, 0]), acknowledged(1), offers(1, 0), uses(1, 0, 0), rests],
  },
  {
    name: 'and so after a rest at which it waited',
    table: [0, 1],
    log: [arrives(0, 1), commands(1, [0, 0]), acknowledged(1), rests, offers(1, 0), uses(1, 0, 0), rests],
  },
  {
    name: 'but not after a rest at which that queue had a buffer',
    table: [0, 1],
    log: [arrives(0, 1), commands(1, [0, 0]), acknowledged(1), rests, offers(1, 0), rests, uses(1, 0, 0), rests],
    refused: ['house.control.effect', 6],
  },
  {
    name: 'a frame that waited at a rest is steered by a later command',
    table: [0, 0],
    log: [arrives(0, 0), rests, commands(1, [1, 1]), acknowledged(1), offers(1, 0), uses(1, 0, 0), rests],
  },
  {
    name: 'where frames wait, none is lost for want of a buffer that came in time',
    table: [0, 0],
    log: [arrives(0, 0), offers(0, 0), rests],
    traits: { full: 'waits' },
    refused: ['house.frame.lost', 2],
  },
  {
    name: 'where frames wait, one that waited at a rest is placed once there is room',
    table: [0, 0],
    log: [arrives(0, 0), rests, offers(0, 0), rests],
    traits: { full: 'waits' },
    refused: ['house.frame.lost', 3],
  },
  {
    name: 'where frames are dropped, none waits at a rest',
    table: [0, 0],
    log: [arrives(0, 0), rests, offers(0, 0), uses(0, 0, 0), rests],
    traits: { full: 'drops' },
    refused: ['house.frame.foreign', 3],
  },
  {
    name: 'where a waiting frame blocks, one behind it is not lost',
    table: [0, 1],
    log: [offers(1, 0), rests, arrives(0, 0), arrives(1, 1), rests, offers(0, 2), uses(0, 2, 0), uses(1, 0, 1), rests],
    traits: { blocks: true },
  },
  {
    name: 'where it does not block, one behind it is',
    table: [0, 1],
    log: [offers(1, 0), rests, arrives(0, 0), arrives(1, 1), rests],
    traits: { blocks: false },
    refused: ['house.frame.lost', 4],
  },
  {
    name: 'a waiting frame holds up only those behind it',
    table: [0, 1],
    log: [offers(1, 0), rests, arrives(0, 1), arrives(1, 0), rests],
    traits: { blocks: true },
    refused: ['house.frame.lost', 4],
  },
  {
    name: 'a frame that was held up is placed once nothing is before it',
    table: [0, 1],
    log: [offers(1, 0), rests, arrives(0, 0), arrives(1, 1), rests, offers(0, 2), uses(0, 2, 0), rests],
    traits: { blocks: true },
    refused: ['house.frame.lost', 7],
  },
  {
    name: 'a command takes effect before it is acknowledged',
    table: [0, 0],
    log: [offers(0, 0), rests, commands(1, [1, 1]), acknowledged(1), arrives(0, 0), uses(0, 0, 0), rests],
    refused: ['house.control.effect', 5],
  },
  {
    name: 'a use that is reported behind the reset of its queue came before it, and so did the command that explains it',
    table: [0, 1],
    log: [offers(1, 0), rests, commands(1, [1, 1]), arrives(0, 0), resets(1), uses(1, 0, 0), acknowledged(1), rests],
  },
  {
    name: 'without a command nothing explains it',
    table: [0, 1],
    log: [offers(1, 0), rests, arrives(0, 0), resets(1), uses(1, 0, 0), rests],
    refused: ['core.vqreset.device.1', 4],
  },
  {
    name: 'a frame for a queue in reset is lost',
    table: [0, 1],
    log: [offers(0, 0), rests, resets(0), arrives(0, 0), rests],
  },
  {
    name: 'and does not wait for it to be enabled anew',
    table: [0, 1],
    log: [resets(0), arrives(0, 0), rests, reenables(0), offers(0, 0), uses(0, 0, 0), rests],
    refused: ['net.rss.device.6', 5],
  },
  {
    name: 'nor goes to another',
    table: [0, 1],
    log: [offers(1, 0), rests, resets(0), arrives(0, 0), uses(1, 0, 0), rests],
    refused: ['net.rss.device.6', 4],
  },
  {
    name: 'while nothing rested in between, it may have come once the queue was enabled anew',
    table: [0, 1],
    log: [resets(0), arrives(0, 0), reenables(0), offers(0, 0), uses(0, 0, 0), rests],
  },
]

describe.each([
  { what: 'the cases that each broke a simpler judge', cases: classic },
  { what: 'cases that the exhaustive search settled', cases: found },
])('$what', ({ cases }) => {
  it.each(cases)('$name', ({ table, log, refused, traits }) => {
    const all = { ...anyTraits, ...traits }
    expect(isExplained(idle(table), log, all)).toBe(refused === undefined)
    const verdict = modelVerdict(liveDevice(table, { ...all, unheard: true }), log)
    if (refused === undefined) expect(verdict).toMatchObject({ kind: 'accepted' })
    else expect(verdict).toMatchObject({ kind: 'refused', at: refused[1], refusal: { by: 'device' } })
    expect(verdict.kind === 'refused' ? verdict.refusal.clauses[0] : undefined).toBe(refused?.[0])
  })
})
