import { describe, expect, it } from 'vitest'
import { allow, type Fault, judge, owe, refusal, refuse, restless } from './step.ts'

const foreign = refusal('device', ['house.frame.foreign'], 'no such frame')
const early = refusal('driver', ['core.init.driver.11', 'core.init.driver.1'], 'too early')
const loud = refusal('device', ['split.notify.device.2'], 'a notification although there should be none')
const noted: Fault = { ...early, noted: true }

describe('allow', () => {
  it('has no warnings where there are none', () => {
    expect(allow('next')).toEqual({ ok: true, state: 'next' })
    expect(allow('next', [])).toEqual({ ok: true, state: 'next' })
    expect('warnings' in allow('next', [])).toBe(false)
  })

  it('carries those there are', () => {
    expect(allow('next', [loud])).toEqual({ ok: true, state: 'next', warnings: [loud] })
  })
})

describe('refusal and refuse', () => {
  it('say who, which and why', () => {
    expect(foreign).toEqual({ by: 'device', clauses: ['house.frame.foreign'], because: 'no such frame' })
    expect(refuse('wire', 'house.frame.lost', 'gone')).toEqual({
      ok: false,
      refusal: { by: 'wire', clauses: ['house.frame.lost'], because: 'gone' },
    })
  })
})

describe('judge', () => {
  const never = (): never => {
    throw new Error('a refused action has no next state')
  }

  it('allows what breaks nothing', () => {
    expect(judge([], () => 'next')).toEqual({ ok: true, state: 'next' })
  })

  it('allows what goes against advice, and what is only noted, with warnings', () => {
    expect(judge([loud, noted], () => 'next')).toEqual({ ok: true, state: 'next', warnings: [loud, noted] })
  })

  it('refuses what breaks a clause, and asks for no next state', () => {
    expect(judge([foreign], never)).toEqual({ ok: false, refusal: foreign })
  })

  it('names every binding clause once, the first fault’s first, and every reason', () => {
    const again = refusal('device', ['core.init.driver.1', 'house.frame.foreign', 'house.frame.whole'], 'cut short')
    expect(judge([loud, early, noted, foreign, again], never)).toEqual({
      ok: false,
      refusal: {
        by: 'driver',
        clauses: ['core.init.driver.11', 'core.init.driver.1', 'house.frame.foreign', 'house.frame.whole'],
        because: 'too early; no such frame; cut short',
      },
    })
  })
})

describe('owe and restless', () => {
  it('name a single obligation', () => {
    expect(owe('house.frame.lost', 'frame 1')).toEqual({ clauses: ['house.frame.lost'], because: 'frame 1' })
    expect(restless([owe('house.frame.lost', 'frame 1')])).toEqual({
      by: 'device',
      clauses: ['house.frame.lost'],
      because: 'frame 1',
    })
  })

  it('name every clause once, the first obligation’s first, and every reason', () => {
    expect(
      restless([
        { clauses: ['house.frame.lost', 'house.frame.whole'], because: 'frame 1' },
        owe('house.frame.lost', 'frame 2'),
        { clauses: ['house.chain.lost', 'house.frame.whole'], because: 'chain 3' },
      ]),
    ).toEqual({
      by: 'device',
      clauses: ['house.frame.lost', 'house.frame.whole', 'house.chain.lost'],
      because: 'frame 1; frame 2; chain 3',
    })
  })
})
