import { describe, expect, it } from 'vitest'
import { featureSet, noFeatures } from '../kernel/bits.ts'
import { queueIndex } from '../kernel/brand.ts'
import { bytes } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import * as fixture from './live.fixture.ts'
import { standardRules } from './rules.ts'
import { type NetState, powerOn } from './state.ts'

const { arrives, commands, config, following, header12, live, multiqueue, offers, refusalOf, rests } = fixture
const { rssConfig, tcpFrame, transmits, uses } = fixture
const machine = netDevice()
const fresh = powerOn(config)
const clauseOf = (state: NetState, action: NetAction) => refusalOf(state, action)?.clauses[0]
const interrupts: NetAction = { kind: 'device.interrupts', queue: queueIndex(0) }
const shows: NetAction = { kind: 'device.shows', field: 'device_status', value: bytes('ff') }

it('is called virtio-net, and begins after power-on', () => {
  expect(machine.name).toBe('virtio-net')
  expect(machine.initial(config)).toEqual(fresh)
})

describe('step', () => {
  it.each<[string, NetState, NetAction, string]>([
    ['a bit out of order', fresh, { kind: 'driver.sets', bit: 'DRIVER' }, 'core.init.driver.1'],
    ['features while live', live(), { kind: 'driver.accepts', features: noFeatures }, 'core.init.driver.1'],
    ['a start before FEATURES_OK', fresh, { kind: 'driver.starts', size: 8 }, 'core.init.driver.10'],
    ['a field that is not there', fresh, { kind: 'driver.reads', field: 'mtu' }, 'core.config.driver.3'],
    ['a buffer before DRIVER_OK', fresh, offers(0, 1), 'core.init.driver.15'],
    ['a buffer in a transmit queue', live(), offers(1, 1), 'net.vq.def.1'],
    ['a buffer of more descriptors than the ring', live({ size: 2 }), offers(0, 1, 1, 1, 1), 'split.indirect.driver.3'],
    ['a frame in a receive queue', live(), transmits(0, 1, 1, tcpFrame), 'net.vq.def.1'],
    [
      'a frame in too many pieces',
      live({ size: 2 }),
      { ...transmits(1, 1, 1, tcpFrame), cuts: [1, 2] },
      'split.indirect.driver.3',
    ],
    ['a transmit queue not in use', live({ features: multiqueue }), transmits(3, 1, 1, tcpFrame), 'net.mq.driver.5'],
    ['a command without a control queue', live(), commands(1, rssConfig([0])), 'net.vq.def.1'],
    [
      'a command in a ring too small',
      live({ features: multiqueue, size: 1 }),
      commands(1, rssConfig([0])),
      'split.indirect.driver.3',
    ],
    ['an answer that nobody asked for', fresh, { kind: 'device.agrees', ok: true }, 'core.features.device.3'],
    ['a wrong status', fresh, shows, 'core.status.def.1'],
    ['a foreign chain', live(), uses(0, 1), 'house.chain.foreign'],
    ['a foreign acknowledgement', live({ features: multiqueue }), fixture.acknowledges(1, 0), 'house.chain.foreign'],
    ['a stray', live(), { kind: 'device.strays', queue: queueIndex(0), head: 1, length: 0 }, 'house.chain.foreign'],
    ['a scribble', live(), { kind: 'device.scribbles', on: 'foreign-memory' }, 'house.memory.foreign'],
    ['a foreign frame', live(), { kind: 'device.sends', bytes: tcpFrame }, 'house.transmit.foreign'],
    ['a notification after reset', fresh, interrupts, 'core.reset.device.2'],
    ['an effect without a command', live({ features: multiqueue }), fixture.applies(1), 'house.control.ack'],
    ['a failure', live(), { kind: 'device.fails', how: 'hangs', words: '' }, 'house.device.answers'],
    ['a rest that loses a frame', following(live(), transmits(1, 1, 1, tcpFrame)), rests, 'house.transmit.lost'],
  ])('refuses %s', (_, state, action, clause) => {
    expect(clauseOf(state, action)).toBe(clause)
  })

  it('blames the party that acted', () => {
    expect(refusalOf(fresh, offers(0, 1))?.by).toBe('driver')
    expect(refusalOf(fresh, interrupts)?.by).toBe('device')
  })

  it('takes descriptors up to the size of the ring', () => {
    expect(clauseOf(live({ size: 2 }), offers(0, 1, 1, 1))).toBeUndefined()
    expect(clauseOf(live({ size: 2 }), { ...transmits(1, 1, 1, tcpFrame), cuts: [1] })).toBeUndefined()
    expect(clauseOf(live({ features: multiqueue, size: 2 }), commands(1, rssConfig([0])))).toBeUndefined()
  })

  it('warns of an invalid proposal, and goes on', () => {
    const step = machine.step(fresh, { kind: 'driver.accepts', features: featureSet(32, 44) })
    expect(step.ok && step.warnings?.map((warning) => warning.clauses[0])).toEqual(['core.features.driver.1'])
  })

  it('never mutates', () => {
    const before = structuredClone(fresh)
    machine.step(fresh, { kind: 'driver.resets' })
    machine.effect(fresh, { kind: 'driver.resets' })
    expect(fresh).toEqual(before)
  })
})

describe('effect', () => {
  it('answers what was asked', () => {
    const asked = following(live(), { kind: 'driver.reads', field: 'mac' })
    expect(asked.question).toEqual({ kind: 'field', field: 'mac' })
    expect(machine.effect(asked, shows).question).toBeUndefined()
  })

  it('is nothing of misbehaviour', () => {
    const state = live()
    expect(machine.effect(state, { kind: 'device.scribbles', on: 'foreign-memory' })).toBe(state)
    expect(machine.effect(state, { kind: 'device.strays', queue: queueIndex(0), head: 1, length: 0 })).toBe(state)
    expect(machine.effect(state, { kind: 'device.fails', how: 'dies', words: '' })).toBe(state)
  })

  it('goes on past a refusal: a frame placed in the wrong queue is placed', () => {
    const device = following(live({ features: multiqueue }), offers(2, 1), arrives(1, tcpFrame))
    const wrong = uses(2, 1, header12 + tcpFrame)
    expect(clauseOf(device, wrong)).toBe('net.mq.def.2')
    expect(machine.effect(device, wrong).arriving).toEqual([])
  })

  it('turns notifications off, resets and forgets', () => {
    const off = following(live(), { kind: 'driver.notifies', queue: queueIndex(0), on: false })
    expect(off.queues[0]?.notifying.on).toBe(false)
    expect(following(off, { kind: 'driver.resets' }).queues).toEqual([])
  })
})

describe('the device of other rules', () => {
  it('follows them in step, effect and enabled', () => {
    const last = netDevice({ ...standardRules, steer: (_, __, maxPairs) => [queueIndex(maxPairs * 2 - 2)] })
    const device = following(live({ features: multiqueue }), offers(6, 1), rests)
    const arrived = last.effect(device, arrives(1, tcpFrame))
    expect(last.enabled(arrived).map((act) => act.kind)).toEqual(['device.uses'])
    expect(last.step(arrived, uses(6, 1, header12 + tcpFrame)).ok).toBe(true)
  })

  it('follows them in hidden', () => {
    const strict = netDevice({ ...standardRules, outcome: () => 'accepted' })
    const state = following(live({ features: multiqueue }), commands(1, { name: 'VQ_PAIRS_SET', pairs: 0 }))
    expect(strict.hidden(state)).toEqual([fixture.applies(1)])
    expect(machine.hidden(state)).toEqual([fixture.applies(1, false), fixture.applies(1)])
  })
})

it('owes what its state owes', () => {
  expect(machine.owed(live())).toEqual([])
  expect(machine.owed(following(live(), transmits(1, 1, 1, tcpFrame))).length).toBe(2)
})

describe('lane', () => {
  const acknowledged = fixture.acknowledges(1, 0)
  const late = { name: 'configuration', late: true }

  it('is one for each queue, and one for the wire', () => {
    expect(machine.lane(uses(2, 1), [])).toEqual({ name: 'queue 2', late: false })
    expect(machine.lane(interrupts, [acknowledged, uses(0, 1)])).toEqual({ name: 'queue 0', late: false })
    const strays = { kind: 'device.strays', queue: queueIndex(1), head: 1, length: 0 } as const
    expect(machine.lane(strays, [])).toEqual({ name: 'queue 1', late: false })
    expect(machine.lane({ kind: 'device.sends', bytes: tcpFrame }, [])).toEqual({ name: 'wire', late: false })
  })

  it('is late for what only forbids: acknowledgements, answers, failures', () => {
    expect(machine.lane(acknowledged, [])).toEqual(late)
    expect(machine.lane(shows, [])).toEqual(late)
    expect(machine.lane({ kind: 'device.fails', how: 'dies', words: '' }, [])).toEqual(late)
  })

  it('keeps the notifications of a queue that acknowledges behind its acknowledgements', () => {
    const control = { kind: 'device.interrupts', queue: queueIndex(8) } as const
    expect(machine.lane(control, [acknowledged])).toEqual(late)
    expect(machine.lane(control, [uses(8, 1)])).toEqual({ name: 'queue 8', late: false })
  })
})
