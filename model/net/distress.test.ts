import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { bytes } from '../kernel/bytes.ts'
import { renewed } from '../ring/renewal.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import {
  agreed,
  arrives,
  config,
  following,
  live,
  offers,
  refusalOf,
  rests,
  tcpFrame,
  transmits,
} from './live.fixture.ts'
import { type NetState, powerOn } from './state.ts'

const rewinds: NetAction = { kind: 'driver.rewinds', queue: queueIndex(1) }
const asks: NetAction = { kind: 'device.fails', how: 'needs-reset', words: '' }
const changes: NetAction = { kind: 'device.changes' }
const reads: NetAction = { kind: 'driver.reads', field: 'device_status' }
const shows = (value: string): NetAction => ({ kind: 'device.shows', field: 'device_status', value: bytes(value) })
const clauses = (state: NetState, action: NetAction) => refusalOf(state, action)?.clauses

describe('a device that fails', () => {
  it.each([
    ['hangs', '', 'house.device.answers', 'the device hangs'],
    ['dies', 'signal 11', 'house.device.answers', 'the device dies: signal 11'],
    ['needs-reset', 'status 0x4f', 'house.device.healthy', 'the device needs-reset: status 0x4f'],
  ] as const)('%s with the words "%s" breaks %s', (how, words, clause, because) => {
    expect(refusalOf(live(), { kind: 'device.fails', how, words })).toEqual({
      by: 'device',
      clauses: [clause],
      because,
    })
  })
})

it('a queue that was enabled anew is suspected of what a device fails by', () => {
  const device = live()
  const anew = { ...device, queues: device.queues.map((queue) => queue && renewed(queue, 4)) }
  expect(refusalOf(anew, asks)?.clauses).toEqual(['core.vqreset.device.2'])
  expect(refusalOf(anew, { kind: 'device.fails', how: 'hangs', words: '' })?.clauses).toEqual(['house.device.answers'])
})

describe('a device whose driver broke a queue', () => {
  const busy = following(live(), offers(0, 1), rests, transmits(1, 2, 7, tcpFrame), arrives(3, tcpFrame))
  const broken = following(busy, rewinds)

  it('is broken by the driver, which is noted', () => {
    const step = netDevice().step(live(), rewinds)
    expect(step).toMatchObject({ ok: true, warnings: [{ by: 'driver', clauses: ['split.avail.driver.1'] }] })
    expect(refusalOf(agreed(), rewinds)?.by).toBe('driver')
    expect(refusalOf(live(), { ...rewinds, queue: queueIndex(9) })?.by).toBe('driver')
  })

  it('may go on as if nothing were', () => {
    const sends: NetAction = { kind: 'device.sends', bytes: tcpFrame }
    expect(refusalOf(following(broken, sends), rests)).toBeUndefined()
  })

  it('may stop, but should ask for a reset then', () => {
    expect(netDevice().step(broken, rests)).toMatchObject({
      ok: true,
      warnings: [{ by: 'device', clauses: ['core.status.device.2'] }],
    })
  })

  it('may ask for a reset, and then owes a configuration change notification', () => {
    expect(netDevice().enabled(broken)).toContainEqual(asks)
    expect(clauses(following(broken, asks), rests)).toEqual(['core.status.device.3'])
    expect(refusalOf(following(broken, asks, changes), rests)).toBeUndefined()
    expect(refusalOf(following(broken, changes, asks), rests)).toBeUndefined()
    expect(netDevice().enabled(following(broken, asks, changes))).toContainEqual(rests)
  })

  it('owes none for what was told before', () => {
    expect(clauses(following(live(), changes, rewinds, asks), rests)).toEqual(['core.status.device.3'])
  })

  it('shows that it asks in device_status, which says no more than before', () => {
    expect(clauses(following(broken, reads), shows('0f'))).toBeUndefined()
    expect(clauses(following(broken, reads), shows('4b'))).toEqual(['house.status.kept'])
    expect(clauses(following(broken, reads, shows('4f')), rests)).toEqual(['core.status.device.3'])
    expect(clauses(following(live(), reads), shows('4f'))).toEqual(['house.status.kept'])
  })

  it('owes what it owed once it is reset', () => {
    const reset = following(broken, asks, { kind: 'driver.resets' })
    expect(reset).toMatchObject({ distress: 'none', notice: { owed: undefined, told: false } })
  })
})

describe('a configuration change notification', () => {
  it('may come at any time but after a reset', () => {
    expect(clauses(live(), changes)).toBeUndefined()
    expect(clauses(agreed(), changes)).toBeUndefined()
    expect(clauses(powerOn(config), changes)).toEqual(['core.reset.device.2'])
  })
})
