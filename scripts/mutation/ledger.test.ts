import { describe, expect, it } from 'vitest'
import { fingerprint, type Ledger, parse, print } from './ledger.ts'

const ledger: Ledger = new Map([
  ['model/b.ts', { hash: '0123456789abcdef', outcomes: ['killed', 'survived'] }],
  ['model/a.ts', { hash: 'fedcba9876543210', outcomes: [] }],
])

describe('a ledger as text', () => {
  it('has a sorted line for each file', () => {
    expect(print(ledger)).toBe('model/a.ts fedcba9876543210 \nmodel/b.ts 0123456789abcdef ks\n')
  })

  it('reads back', () => {
    expect([...parse(print(ledger))].sort()).toEqual([...ledger].sort())
  })

  it('forgets lines that make no sense', () => {
    expect(parse('model/a.ts short k\n<<<<<<< HEAD\n').size).toBe(0)
  })
})

describe('fingerprint', () => {
  it('is 16 hexadecimal digits that tell texts apart, and where one ends', () => {
    expect(fingerprint(['a'])).toMatch(/^[0-9a-f]{16}$/)
    expect(fingerprint(['a'])).toBe(fingerprint(['a']))
    const others = [fingerprint(['a', 'b']), fingerprint(['b', 'a']), fingerprint(['ab']), fingerprint(['', 'ab'])]
    expect(new Set(others).size).toBe(4)
  })
})
