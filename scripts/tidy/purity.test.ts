import { describe, expect, it } from 'vitest'
import { purity } from './purity.ts'

const of = (text: string, path = 'model/net/a.ts') => purity([{ path, text }])

describe('purity', () => {
  it.each([
    ['Math.random()', 'Math.random'],
    ['const f = Math.random', 'Math.random'],
    ['Date.now()', 'Date.now'],
    ['new Date()', 'new Date'],
    ['Date()', 'Date'],
    ['performance.now()', 'performance.now'],
    ['process.env', 'process.env'],
    ['console.log(1)', 'console.log'],
    ['crypto.randomUUID()', 'crypto.randomUUID'],
    ['globalThis.Date', 'globalThis.Date'],
    ['setTimeout(f, 1)', 'setTimeout'],
    ['fetch(a)', 'fetch'],
  ])('refuses %s', (text, what) => {
    expect(of(`\n${text}\n`)).toEqual([`model/net/a.ts:2: ${what}: time, chance and I/O are inputs`])
    expect(of(text, 'engine/a.ts')).toHaveLength(1)
    expect(of(text, 'conformance/a.ts')).toEqual([])
    expect(of(text, 'model/net/a.test.ts')).toEqual([])
  })

  it.each(['Math.floor(1)', 'const processed = a.process', '// Math.random()', "const a = 'Date.now()'"])(
    'takes %s',
    (text) => {
      expect(of(text)).toEqual([])
    },
  )
})
