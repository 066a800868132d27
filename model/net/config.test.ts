import { expect, it } from 'vitest'
import { anyTraits } from './config.ts'

it('every alternative is allowed: a frame without room may be dropped or wait, block and be padded', () => {
  expect(anyTraits).toEqual({ full: 'either', blocks: true, pads: true })
})
