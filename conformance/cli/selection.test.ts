import { describe, expect, test } from 'vitest'
import type { Property } from '../../properties/property.ts'
import { toyProperty } from '../run/toy/property.fixture.ts'
import { demand, select } from './selection.ts'
import { UsageError } from './usage-error.ts'

const all: readonly Property[] = [
  { ...toyProperty, id: 'rss/queue', clauses: ['net.rss.device.5', 'house.chain.lost'] },
  { ...toyProperty, id: 'rss/hash', clauses: ['net.rss.device.4'] },
  { ...toyProperty, id: 'ring/wrap', clauses: ['house.chain.lost'] },
]
const chosen = (properties: readonly string[], clauses: readonly string[] = []) =>
  select(all, { properties, clauses }).map(({ id }) => id)

describe('a selection', () => {
  test('of nothing is everything', () => {
    expect(chosen([])).toEqual(['rss/queue', 'rss/hash', 'ring/wrap'])
  })
  test('by property: an id or a glob, in the order of the properties', () => {
    expect(chosen(['ring/wrap', 'rss/queue'])).toEqual(['rss/queue', 'ring/wrap'])
    expect(chosen(['rss/*'])).toEqual(['rss/queue', 'rss/hash'])
  })
  test('by clause: those that name it', () => {
    expect(chosen([], ['house.chain.lost'])).toEqual(['rss/queue', 'ring/wrap'])
    expect(chosen([], ['net.rss.*', 'house.chain.lost'])).toHaveLength(3)
  })
  test('by both: those that fit both', () => {
    expect(chosen(['rss/*'], ['house.chain.lost'])).toEqual(['rss/queue'])
  })
})

describe('what means nothing is refused', () => {
  const message = (...given: Parameters<typeof chosen>): string => {
    try {
      return chosen(...given).join()
    } catch (error) {
      if (error instanceof UsageError) return error.message
      throw error
    }
  }
  test.each([
    [['rss/queu'], [], 'no property is called rss/queu; did you mean rss/queue?'],
    [['rss/queue', 'x'], [], 'no property is called x'],
    [['zzz/*'], [], 'no property is called zzz/*'],
    [[], ['net.rss.device.55'], 'no clause is called net.rss.device.55; did you mean net.rss.device.5?'],
    [
      ['ring/*'],
      ['net.rss.device.5'],
      'no property that names net.rss.device.5 is among those selected; `list clauses` says which clause has which properties',
    ],
    [
      [],
      ['pci.*', 'core.*'],
      'no property that names pci.*, core.* is among those selected; `list clauses` says which clause has which properties',
    ],
  ])('%j %j', (properties, clauses, words) => {
    expect(message(properties, clauses)).toBe(words)
  })
})

test('a demand says what kind of name it wants', () => {
  expect(demand('a*', 'bug', ['ab'])).toBeUndefined()
  expect(() => demand('ac', 'bug', ['ab'])).toThrow(new UsageError('no bug is called ac; did you mean ab?'))
})
