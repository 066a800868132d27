import { describe, expect, it } from 'vitest'
import { skipped } from './skipped.ts'

const of = (text: string, path = 'model/a.test.ts') => skipped([{ path, text }])

describe('skipped', () => {
  it.each([
    'it.skip',
    'it.todo',
    'it.only',
    'test.skip',
    'describe.only',
    'describe.skip',
    'it.each([1]).only',
    'it.fails',
  ])('refuses %s', (call) => {
    expect(of(`\n${call}('a', f)\n`)).toEqual([`model/a.test.ts:2: ${call}: a test runs, or it goes`])
  })

  it.each(["it('a', f)", 'it.each([1])("a", f)', "it('it.skip', f)", 'audit.skip()'])('takes %s', (text) => {
    expect(of(text)).toEqual([])
  })

  it('looks at tests only', () => {
    expect(of('it.skip()', 'model/a.ts')).toEqual([])
  })
})
