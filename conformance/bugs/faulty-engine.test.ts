import { describe, expect, test } from 'vitest'
import type { EngineBug } from './engine-bug.ts'
import { faultyEngine, patched, whyNot } from './faulty-engine.ts'

const bug: EngineBug = {
  id: 'no-engine',
  says: 'It does not open.',
  source: 'ours',
  property: 'ring/conservation',
  clause: 'house.chain.lost',
  file: 'engine/index.ts',
  old: 'return createDevice(completeConfig(options))',
  new: "throw new Error('patched ' + typeof createDevice + typeof completeConfig)",
}

describe('a patch applies exactly once', () => {
  const text = (count: number) => `a${'-old-'.repeat(count)}b`
  const patch = { ...bug, old: '-old-', new: '-$&-' }
  test('once', () => expect(patched(text(1), patch)).toBe('a-$&-b'))
  test.each([0, 2])('%i times is a fault', (times) => {
    expect(() => patched(text(times), patch)).toThrow(
      `fault: the bug no-engine must apply exactly once to engine/index.ts, not ${times} times`,
    )
  })
})

test('the engine is built with the bug and loaded; the engine of the package is untouched', async () => {
  expect(await whyNot()).toBeUndefined()
  const faulty = await faultyEngine(bug)
  expect(() => faulty.open({})).toThrow('patched functionfunction')
  const { open } = await import('../../engine/index.ts')
  expect(open({ maxPairs: 1 }).status()).toBe(0)
})

test('a bug in no source of the engine is a fault', async () => {
  await expect(faultyEngine({ ...bug, file: 'engine/none.ts' })).rejects.toThrow(
    'fault: the bug no-engine is in engine/none.ts, which is no source of the engine',
  )
})
