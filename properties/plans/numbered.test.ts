import { describe, expect, it } from 'vitest'
import { noFeatures } from '../../model/kernel/bits.ts'
import { pairIndex, queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import { numbered, type ScriptStep } from './numbered.ts'
import type { Intent } from './traffic.ts'

const frame = (id: number) => bytes(id.toString(16).padStart(2, '0'))
const rest: ScriptStep = { kind: 'device.rests' }
const resets: ScriptStep = { kind: 'driver.resets' }
const offer: Intent = { kind: 'offer', pair: pairIndex(1), lengths: [12, 60] }
const arrive: Intent = { kind: 'arrive', frame }
const transmit = (share = 0): Intent => ({ kind: 'transmit', share, frame, cuts: [12] })
const pairs = (count: number): Intent => ({
  kind: 'command',
  command: { name: 'VQ_PAIRS_SET', pairs: count },
  allows: count,
})
const queuesOf = (...script: readonly ScriptStep[]) =>
  numbered(script).flatMap((step) => (step.kind === 'driver.transmits' ? [step.queue] : []))
const LAST = 0.999

describe('numbered', () => {
  it('gives chains and frames ids of their own, in order', () => {
    expect(numbered([offer, arrive, transmit(), arrive, pairs(1), offer])).toEqual([
      { kind: 'driver.offers', queue: 2, chain: 0, lengths: [12, 60] },
      { kind: 'wire.arrives', frame: 0, bytes: '00' },
      { kind: 'driver.transmits', queue: 1, chain: 1, frame: 1, bytes: '01', cuts: [12] },
      { kind: 'wire.arrives', frame: 2, bytes: '02' },
      { kind: 'driver.commands', chain: 2, command: { name: 'VQ_PAIRS_SET', pairs: 1 } },
      { kind: 'driver.offers', queue: 2, chain: 3, lengths: [12, 60] },
    ])
  })

  it('passes on what needs no id', () => {
    const accepts: ScriptStep = { kind: 'driver.accepts', features: noFeatures }
    expect(numbered([resets, accepts, rest])).toEqual([resets, accepts, rest])
  })

  it('names the queue of notifications, and the field that is read', () => {
    const notify = { kind: 'notify', pair: pairIndex(1), side: 'transmit', on: false } as const
    expect(numbered([notify, { kind: 'read', field: 'mac' }])).toEqual([
      { kind: 'driver.notifies', queue: queueIndex(3), on: false },
      { kind: 'driver.reads', field: 'mac' },
    ])
  })

  it('never uses an id twice, across resets too', () => {
    const plan = numbered([offer, resets, offer, transmit(), resets, arrive, transmit()])
    const chains = plan.flatMap((step) => ('chain' in step ? [step.chain] : []))
    const frames = plan.flatMap((step) => ('frame' in step ? [step.frame] : []))
    expect(chains).toEqual([0, 1, 2, 3])
    expect(frames).toEqual([0, 1, 2])
  })
})

describe('a transmit', () => {
  it('goes to transmitq1 before any command', () => {
    expect(queuesOf(transmit(LAST))).toEqual([1])
  })

  it('goes to more queues only after the rest that follows the command', () => {
    expect(queuesOf(pairs(3), transmit(LAST), rest, transmit(LAST), transmit(0.5), transmit(0))).toEqual([1, 5, 3, 1])
  })

  it('goes to fewer queues at once', () => {
    expect(queuesOf(pairs(4), rest, pairs(2), transmit(LAST), rest, transmit(LAST))).toEqual([3, 3])
  })

  it('follows the last of several commands, and never more than each allowed before the rest', () => {
    expect(queuesOf(pairs(4), rest, pairs(2), pairs(3), transmit(LAST), rest, transmit(LAST))).toEqual([3, 5])
  })

  it('forgets commands at a reset', () => {
    expect(queuesOf(pairs(4), rest, resets, transmit(LAST))).toEqual([1])
    expect(queuesOf(pairs(4), resets, rest, transmit(LAST))).toEqual([1])
  })

  it('is untouched by a command that allows nothing', () => {
    const raw: Intent = { kind: 'command', command: { name: 'RAW', class: 9, command: 0, data: bytes('') } }
    expect(queuesOf(pairs(4), rest, raw, transmit(LAST), rest, transmit(LAST))).toEqual([7, 7])
  })
})
