import { expect, test } from 'vitest'
import { toyConfig } from '../../conformance/run/toy/machine.fixture.ts'
import { toyProperty } from '../../conformance/run/toy/property.fixture.ts'
import { lackOf } from './lack.ts'

const capabilities = { config: toyConfig, has: new Set(['net'] as const), missing: { mq: 'mq: needs root for a tap' } }

test('what a target has is not lacking', () => {
  expect(lackOf(toyProperty, capabilities)).toBeUndefined()
})

test('what it lacks is named, in its own words where it has some', () => {
  expect(lackOf({ ...toyProperty, needs: ['mq', 'net', 'rss'] }, capabilities)).toBe(
    'mq: needs root for a tap; rss: the target does not have it',
  )
})
