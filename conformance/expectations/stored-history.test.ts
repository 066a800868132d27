import { expect, test } from 'vitest'
import { expectationsFolder, storedHistory } from './stored-history.ts'

test('a stored history is the log of the trace beside this file', () => {
  expect(expectationsFolder).toBe(import.meta.dirname)
  expect(storedHistory('qemu-features-ok-unchecked.jsonl')).toEqual([
    expect.objectContaining({ kind: 'driver.accepts' }),
    { kind: 'device.agrees', ok: true },
    { kind: 'device.rests' },
  ])
})

test('a trace that is not there is a fault', () => {
  expect(() => storedHistory('none.jsonl')).toThrow(/ENOENT.*none\.jsonl/)
})
