import { expect, it } from 'vitest'
import { tunReferenceTarget } from './tun-reference.ts'

it('answers calls at once, and skips those on files that are not open', async () => {
  const session = await tunReferenceTarget('lazy').open()
  expect(await session.perform({ kind: 'user.closes', file: 0 })).toBe('skipped')
  expect(await session.perform({ kind: 'user.opens', file: 0 })).toEqual([
    { kind: 'device.returns', error: 'none', value: 0 },
  ])
  expect(await session.perform({ kind: 'user.empties', file: 0 })).toEqual([
    { kind: 'device.returns', error: 'EBADFD', value: 0 },
  ])
})
