import { describe, expect, it } from 'vitest'
import { skipped } from './skipped.ts'

// Written in halves, so that whoever looks for skipped tests does not find these.
const joined = (...halves: readonly string[]): string => halves.join('')
const of = (text: string, path = 'model/a.test.ts') => skipped([{ path, text }])

describe('skipped', () => {
  it.each([
    joined('it.', 'skip'),
    joined('it.', 'todo'),
    joined('it.', 'only'),
    joined('test.', 'skip'),
    joined('describe.', 'only'),
    joined('describe.', 'skip'),
    joined('it.each([1]).', 'only'),
    joined('it.', 'fails'),
  ])('refuses %s', (call) => {
    expect(of(`\n${call}('a', f)\n`)).toEqual([`model/a.test.ts:2: ${call}: a test runs, or it goes`])
  })

  it.each(["it('a', f)", 'it.each([1])("a", f)', joined("it('it.", "skip', f)"), joined('audit.', 'skip()')])(
    'takes %s',
    (text) => {
      expect(of(text)).toEqual([])
    },
  )

  it('looks at tests only', () => {
    expect(of(joined('it.', 'skip()'), 'model/a.ts')).toEqual([])
  })
})
