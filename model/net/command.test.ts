import { describe, expect, it } from 'vitest'
import { bytes } from '../kernel/bytes.ts'
import type { DeviceAcknowledges } from './action.ts'
import {
  acknowledged,
  applied,
  commanded,
  faultsOfAcknowledging,
  faultsOfApplying,
  nextToApply,
  outcomes,
} from './command.ts'
import * as fixture from './live.fixture.ts'
import { standardRules } from './rules.ts'
import type { NetState } from './state.ts'

const { acknowledges, applies, arrives, commands, configured, following, live, multiqueue, rssConfig, tcpFrame } =
  fixture
const rules = standardRules
const device = live({ features: multiqueue })
const valid = rssConfig([1, 1])
const broken = rssConfig([1, 1], { maxTxVq: 0 })
const pairs = (count: number) => ({ name: 'VQ_PAIRS_SET', pairs: count }) as const
const placed = (command: Parameters<typeof commands>[1], state: NetState = device) =>
  following(state, commands(1, command))
const acks = (change: object = {}) => ({
  kind: 'device.acknowledges' as const,
  queue: fixture.offers(8, 0).queue,
  chain: 1,
  length: 1,
  bytes: bytes('00'),
  ...change,
})
const acknowledging = (state: NetState, use: DeviceAcknowledges) => faultsOfAcknowledging(state, use, rules)
const does = (accepted: boolean, chain = 1) => ({ kind: 'device.applies' as const, chain, accepted })

describe('commanded', () => {
  it('puts a chain with one writable byte on the control queue, and the command on its way', () => {
    const state = commanded(device, { kind: 'driver.commands', chain: 1, command: valid })
    expect(state.queues[8]?.chains).toEqual([{ id: 1, room: 1, descriptors: 2, surely: false }])
    expect(state.pending).toEqual([{ chain: 1, command: valid, applied: 'not yet', room: 0, doubtful: false }])
    expect(following(state, commands(2, broken)).pending.map(({ chain }) => chain)).toEqual([1, 2])
  })

  it('takes transmit queues away at once', () => {
    expect(placed(pairs(2), configured(device, pairs(3))).transmitPairs).toBe(2)
    expect(placed(pairs(3)).transmitPairs).toBe(1)
  })
})

describe('nextToApply', () => {
  it('is the first that has not taken effect', () => {
    expect(nextToApply(device)).toBeUndefined()
    const two = following(placed(valid), commands(2, valid))
    expect(nextToApply(two)?.chain).toBe(1)
    expect(nextToApply(following(two, applies(1)))?.chain).toBe(2)
    expect(nextToApply(following(two, applies(1), applies(2)))).toBeUndefined()
  })
})

describe('outcomes', () => {
  const of = (command: typeof valid, doubtful = false) =>
    outcomes(device, { chain: 1, command, applied: 'not yet', doubtful, room: 0 }, rules)

  it('is one for a valid command, two for any other', () => {
    expect(of(valid)).toEqual([true])
    expect(of(broken)).toEqual([false, true])
  })

  it('are two for a valid command that names a queue in reset', () => {
    expect(of(valid, true)).toEqual([false, true])
  })
})

describe('faultsOfApplying', () => {
  it('finds nothing in what may happen', () => {
    expect(faultsOfApplying(placed(valid), does(true), rules)).toEqual([])
    expect(faultsOfApplying(placed(broken), does(true), rules)).toEqual([])
    expect(faultsOfApplying(placed(broken), does(false), rules)).toEqual([])
  })

  it('wants commands to take effect in their order', () => {
    expect(faultsOfApplying(following(placed(valid), commands(2, valid)), does(true, 2), rules)).toEqual([
      { by: 'device', clauses: ['house.control.ack'], because: 'command 2 is not the next to take effect' },
    ])
    expect(faultsOfApplying(device, does(true), rules)[0]?.clauses).toEqual(['house.control.ack'])
  })

  it('wants a valid command taken', () => {
    expect(faultsOfApplying(placed(valid), does(false), rules)).toEqual([
      { by: 'device', clauses: ['house.control.valid'], because: 'command 1 is valid and turned down' },
    ])
  })
})

describe('applied', () => {
  it('puts the setting in force and keeps the one before, for frames on their way too', () => {
    const state = applied(following(placed(valid), arrives(7, tcpFrame)), does(true), rules)
    expect(state.pending.map((pending) => pending.applied)).toEqual(['accepted'])
    expect(state.setting.steering).toEqual({ kind: 'rss', rss: valid })
    expect(state.past).toEqual({ replaced: device.setting })
    expect(state.arriving[0]?.treatments.map(({ queues }) => queues)).toEqual([[0], [2]])
  })

  it('leaves the setting open where a command without a meaning is taken', () => {
    expect(applied(placed(broken), does(true), rules).setting.steering).toEqual({ kind: 'anywhere' })
  })

  it('changes nothing where it is turned down, and remembers what was', () => {
    const before = following(placed(broken, configured(device, valid)), arrives(7, tcpFrame))
    const state = applied(before, does(false), rules)
    expect(state.pending.map((pending) => pending.applied)).toEqual(['refused'])
    expect(state.setting).toBe(before.setting)
    expect(state.past).toEqual({ replaced: device.setting, turnedDown: broken })
    expect(state.arriving).toBe(before.arriving)
  })

  it('leaves in force what the rules say after a refusal, for frames on their way too', () => {
    const other = following(placed(valid), applies(1)).setting
    const deviating = { ...rules, afterRefusal: () => other }
    const state = applied(following(placed(broken), arrives(7, tcpFrame)), does(false), deviating)
    expect(state.setting).toBe(other)
    expect(state.arriving[0]?.treatments.map(({ queues }) => queues)).toEqual([[0], [2]])
  })

  it('touches no other command', () => {
    const two = following(placed(valid), commands(2, broken))
    expect(applied(two, does(true), rules).pending.map((pending) => pending.applied)).toEqual(['accepted', 'not yet'])
  })

  it('is nothing for a command that is not there', () => {
    expect(applied(device, does(true), rules)).toBe(device)
  })
})

describe('faultsOfAcknowledging', () => {
  const taken = following(placed(valid), applies(1))
  const turned = following(placed(broken), applies(1, false))
  const refused = (clause: string, because: string) => [{ by: 'device', clauses: [clause], because }]

  it('finds nothing in the right ack', () => {
    expect(acknowledging(taken, acks())).toEqual([])
    expect(acknowledging(turned, acks({ bytes: bytes('01') }))).toEqual([])
  })

  it('wants the chain outstanding', () => {
    expect(acknowledging(taken, acks({ chain: 2 }))).toEqual(
      refused('house.chain.foreign', 'chain 2 is not outstanding on queue 8'),
    )
  })

  it('wants a command', () => {
    const state = following(taken, fixture.offers(0, 5))
    expect(acknowledging(state, acks({ queue: fixture.offers(0, 5).queue, chain: 5 }))).toEqual(
      refused('house.chain.foreign', 'chain 5 is no command'),
    )
  })

  it('wants a length of at most the ack', () => {
    expect(acknowledging(taken, acks({ length: 2 }))).toEqual(
      refused('split.used.device.2', 'len 2 of a command whose writable part is 1 byte'),
    )
  })

  it('wants OK or ERR', () => {
    expect(acknowledging(taken, acks({ bytes: bytes('02') }))).toEqual(
      refused('house.control.ack', 'command 1: ack is 2, neither OK nor ERR'),
    )
    expect(acknowledging(taken, acks({ length: 0, bytes: bytes('') }))).toEqual(
      refused('house.control.ack', 'command 1: len 0 covers no ack'),
    )
  })

  it('wants the effect before the ack', () => {
    expect(acknowledging(placed(valid), acks())).toEqual(
      refused('house.control.ack', 'command 1 is acknowledged before it took effect'),
    )
  })

  it('judges each command by its own end', () => {
    const two = following(taken, commands(2, broken), applies(2, false))
    expect(acknowledging(two, acks({ chain: 2, bytes: bytes('01') }))).toEqual([])
    expect(acknowledging(two, acks({ chain: 2 }))[0]?.clauses).toEqual(['house.control.refused'])
  })

  it('wants OK for what was taken and ERR for what was turned down', () => {
    expect(acknowledging(taken, acks({ bytes: bytes('01') }))).toEqual([
      {
        by: 'device',
        clauses: ['net.rss.device.1', 'house.control.valid'],
        because: 'command 1 (RSS_CONFIG) is valid; ack is ERR',
      },
    ])
    expect(acknowledging(turned, acks())).toEqual(
      refused('house.control.refused', 'command 1 was turned down; ack is OK'),
    )
  })
})

describe('acknowledged', () => {
  it('ends the command, gives the chain back and the driver its transmit queues', () => {
    const state = acknowledged(following(placed(pairs(3)), applies(1)), acks())
    expect(state.pending).toEqual([])
    expect(state.queues[8]?.chains).toEqual([])
    expect(state.transmitPairs).toBe(3)
    expect(state.answered).toBe(true)
  })

  it('gives none where the ack is ERR', () => {
    const turned = following(placed(pairs(9)), applies(1, false))
    const state = acknowledged(turned, acks({ bytes: bytes('01') }))
    expect(state.transmitPairs).toBe(1)
    expect(state.answered).toBe(true)
  })

  it('keeps the other commands, and how frames on their way may be treated', () => {
    const racing = following(device, arrives(7, tcpFrame), commands(1, valid), commands(2, valid), applies(1))
    const state = acknowledged(racing, acks())
    expect(state.pending.map(({ chain }) => chain)).toEqual([2])
    expect(state.arriving[0]?.treatments.map(({ queues }) => queues)).toEqual([[0], [2]])
  })

  it('answers nothing for a command that is not there', () => {
    const state = acknowledged(placed(pairs(3)), acks({ chain: 2 }))
    expect([state.answered, state.transmitPairs, state.pending.length]).toEqual([false, 1, 1])
  })
})

it('a whole command is accepted, step by step', () => {
  expect(following(placed(valid), applies(1), acknowledges(1, 0)).setting.steering.kind).toBe('rss')
})
