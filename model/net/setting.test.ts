import { expect, it } from 'vitest'
import { defaultSetting } from './setting.ts'

it('after reset only receiveq1 receives and no hash is enabled', () => {
  expect(defaultSetting).toEqual({ steering: { kind: 'first' }, hashing: { kind: 'none' } })
})
