import { describe, expect, it } from 'vitest'
import { decides, type FlowEntry, flowsAfterDetach, mostFlows, taught } from './flow-table.ts'

const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `flow ${index}`)
const entry = (how: FlowEntry['how'], updated = 0): FlowEntry => ({ slot: 1, updated, how })

describe('an entry', () => {
  it('decides for three seconds, may be gone after that, and is gone after two more', () => {
    expect([0, 2000, 2001, 4999, 5000].map((now) => decides(entry('taught'), now))).toEqual([
      'yes',
      'yes',
      'maybe',
      'maybe',
      'no',
    ])
  })

  it('decides nothing where it was forgotten or never made', () => {
    expect([undefined, entry('forgotten'), entry('beyond')].map((one) => decides(one, 0))).toEqual(['no', 'no', 'no'])
    expect([entry('kept'), entry('doubtful')].map((one) => decides(one, 0))).toEqual(['maybe', 'maybe'])
  })
})

describe('teaching', () => {
  it('makes entries, moves them and refreshes them', () => {
    const once = taught({}, ['a'], 1, 10)
    expect(once).toEqual({ a: { slot: 1, updated: 10, how: 'taught' } })
    expect(taught(once, ['a'], 2, 20)).toEqual({ a: { slot: 2, updated: 20, how: 'moved' } })
    expect(taught(once, ['a'], 1, 20)).toEqual({ a: { slot: 1, updated: 20, how: 'taught' } })
  })

  it('ends at 4096 entries, of which two may be one', () => {
    const full = taught({}, keys(mostFlows + 3), 1, 0)
    const hows = (from: number) =>
      keys(mostFlows + 3)
        .slice(from)
        .map((key) => full[key]?.how)
    expect(hows(mostFlows - 1)).toEqual(['taught', 'doubtful', 'doubtful', 'beyond'])
    expect(taught(full, ['flow 0'], 2, 1)['flow 0']?.how).toBe('moved')
    expect(taught(full, ['more'], 2, 6000)['more']?.how).toBe('taught')
  })
})

describe('detaching a queue', () => {
  const flows = taught(taught(taught({}, ['low'], 0, 0), ['middle'], 1, 0), ['high'], 2, 0)
  const hows = (slot: number) => Object.values(flowsAfterDetach(flows, slot, 2)).map((one) => [one.slot, one.how])

  it('forgets its flows; those of the last go along', () => {
    expect(hows(1)).toEqual([
      [0, 'taught'],
      [1, 'forgotten'],
      [1, 'kept'],
    ])
    expect(hows(2)).toEqual([
      [0, 'taught'],
      [1, 'taught'],
      [2, 'forgotten'],
    ])
  })
})
