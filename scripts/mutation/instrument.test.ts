import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { instrument, SWITCH } from './instrument.ts'
import { mutantsOf } from './mutant.ts'

/** What `a` is in the source while a mutant is on; the script is plain JavaScript. */
function valueWith(text: string, mutant: number, first = 0): unknown {
  const code = instrument(text, mutantsOf(text), first)
  return runInNewContext(`${code}\nJSON.stringify(a)`, { [SWITCH]: mutant })
}

describe('instrument', () => {
  it('changes nothing while no mutant is on', () => {
    const text = "const a = { b: [1, 2 - 3], 4: ['x', { y: 5 }], z: 6 }"
    expect(valueWith(text, -1)).toBe(JSON.stringify({ 4: ['x', { y: 5 }], b: [1, -1], z: 6 }))
  })

  it.each([
    ['const a = 8 - 1', [8, 6, 6, 8]],
    ['const a = 2 ** 3', [27, 1, 16, 4]],
    ["const a = ['x', 7]", [[7], ['x'], ['x', 8], ['x', 6]]],
    ['const a = { b: 1, c: 2 }', [{ c: 2 }, { b: 2, c: 2 }, { b: 0, c: 2 }, { b: 1 }, { b: 1, c: 3 }, { b: 1, c: 1 }]],
    ['const a = f({ 5: 0 })\nfunction f(x) { return x }', [{}, { 6: 0 }, { 4: 0 }, { 5: 1 }, { 5: -1 }]],
  ])('%s', (text, values) => {
    expect(mutantsOf(text)).toHaveLength(values.length)
    values.forEach((value, index) => {
      expect(valueWith(text, index)).toBe(JSON.stringify(value))
    })
  })

  it('numbers mutants from the first', () => {
    expect(valueWith('const a = 8', 41, 40)).toBe('7')
    expect(valueWith('const a = 8', 1, 40)).toBe('8')
  })

  it('leaves ignored mutants out and keeps their numbers', () => {
    const text = 'const b = 1 // equivalent: it is not used\nconst a = 8'
    expect(valueWith(text, 2)).toBe('9')
    expect(instrument(text, mutantsOf(text), 0)).toContain('const b = 1 //')
  })

  it('leaves a source without mutants as it is', () => {
    expect(instrument('const a = b', [], 0)).toBe('const a = b')
  })
})
