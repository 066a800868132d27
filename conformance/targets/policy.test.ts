import { describe, expect, it } from 'vitest'
import { queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { NetAction } from '../../model/net/action.ts'
import { policies, seen } from './policy.ts'

const interrupts = (queue: number): NetAction => ({ kind: 'device.interrupts', queue: queueIndex(queue) })
const applies: NetAction = { kind: 'device.applies', chain: 1, accepted: true }
const shows: NetAction = { kind: 'device.shows', field: 'device_status', value: bytes('00') }
const agrees: NetAction = { kind: 'device.agrees', ok: true }
const rests: NetAction = { kind: 'device.rests' }
const three = [interrupts(0), interrupts(1), interrupts(2)]

describe('eager', () => {
  const pick = policies.eager(1)

  it('does the first thing permitted, and never rests', () => {
    expect(pick([applies, interrupts(0)])).toBe(applies)
    expect(pick([rests, interrupts(0)])).toEqual(interrupts(0))
    expect(pick([rests])).toBeUndefined()
    expect(pick([])).toBeUndefined()
  })
})

describe('lazy', () => {
  const pick = policies.lazy(1)

  it('does nothing but answer', () => {
    expect(pick([applies, interrupts(0), rests])).toBeUndefined()
    expect(pick([applies, shows])).toBe(shows)
    expect(pick([agrees])).toBe(agrees)
  })
})

describe('random', () => {
  const picks = (seed: number, enabled: readonly NetAction[], count = 400) => {
    const pick = policies.random(seed)
    return Array.from({ length: count }, () => pick(enabled))
  }

  it('does the same for the same seed, and something else for another', () => {
    expect(picks(7, three)).toEqual(picks(7, three))
    expect(picks(7, three)).not.toEqual(picks(8, three))
  })

  it.each([0, 1, 7, 12345, -1])('picks each permitted thing, and now and then stops: seed %i', (seed) => {
    const all = picks(seed, [...three, rests])
    const stops = all.filter((act) => act === undefined).length
    for (const act of three) expect(all.filter((one) => one === act).length).toBeGreaterThan(40)
    expect(stops).toBeGreaterThan(40)
    expect(stops).toBeLessThan(240)
    expect(all).not.toContain(rests)
  })

  it('stops where nothing but a rest is permitted', () => {
    expect(new Set(picks(3, [rests], 50))).toEqual(new Set([undefined]))
  })

  it('never leaves a question open', () => {
    expect(new Set(picks(3, [shows], 50))).toEqual(new Set([shows]))
    expect(new Set(picks(3, [agrees, applies, rests], 50))).toEqual(new Set([agrees, applies]))
  })
})

describe('seen', () => {
  it('is what the device does, but not what is hidden', () => {
    expect(seen(shows)).toEqual([shows])
    expect(seen(rests)).toEqual([rests])
    expect(seen(applies)).toEqual([])
    expect(seen({ kind: 'driver.resets' })).toEqual([])
  })
})
