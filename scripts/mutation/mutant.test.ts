import { describe, expect, it } from 'vitest'
import { mutantsOf } from './mutant.ts'

const says = (text: string): readonly string[] => mutantsOf(text).map((mutant) => mutant.says)

describe('numbers', () => {
  it.each([
    ['const a = f(8)', ['8 → 9', '8 → 7']],
    ['const a = 0xff', ['255 → 256', '255 → 254']],
    ['const a = 0', ['0 → 1', '0 → -1']],
    ['const a = 1n << 2n', ['1n → 2n', '1n → 0n', '2n → 3n', '2n → 1n']],
    ["const a = 'b' + c", []],
  ])('%s', (text, expected) => {
    expect(says(text)).toEqual(expected)
  })

  it('leaves types alone', () => {
    expect(says('type A = 1 | 2\ninterface B { c: 3 }\nconst d: 4 = e as 5\ndeclare function f(a: 6): 7')).toEqual([])
  })

  it('says where', () => {
    expect(mutantsOf('\n  f(8)')[0]).toEqual({
      start: 5,
      end: 6,
      line: 2,
      column: 5,
      says: '8 → 9',
      change: { kind: 'number', to: '9' },
    })
  })
})

describe('rows', () => {
  it.each([
    ["const a = ['b', 'c']", ["row 'b' dropped", "row 'c' dropped"]],
    ["const a = { b: 'x', 'c-d': e } as const satisfies F", ['row b dropped', "row 'c-d' dropped"]],
    ["export const a = new Map([['b', c]])", ["row ['b', c] dropped"]],
    ['const a = Object.freeze({ b, ...c })', ['row b dropped', 'row ...c dropped']],
    ["function f() {\n  const a = ['b']\n}", []],
  ])('%s', (text, expected) => {
    expect(says(text)).toEqual(expected)
  })
})

describe('ignored mutants', () => {
  it('carry the reason of their line', () => {
    const mutants = mutantsOf('f(1) // equivalent: the mask takes it away\nf(2) // not\n')
    expect(mutants.map((mutant) => mutant.ignored)).toEqual([
      'the mask takes it away',
      'the mask takes it away',
      undefined,
      undefined,
    ])
  })
})
