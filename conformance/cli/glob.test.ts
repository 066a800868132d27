import { expect, test } from 'vitest'
import { matches } from './glob.ts'

test.each([
  ['rss/queue', 'rss/queue', true],
  ['rss/queue', 'rss/*', true],
  ['rss/queue', '*', true],
  ['rss/queue', '*/queue', true],
  ['rss/queue', 'r*/q*e', true],
  ['rss/queue', 'rss/queue*', true],
  ['rss/queue', 'rss', false],
  ['rss/queue', 'queue', false],
  ['rss/queue', 'rss/queues', false],
  ['net.rss.device.5', 'net.rss.*', true],
  ['netXrss.device.5', 'net.rss.*', false],
  ['a+b', 'a+b', true],
  ['aab', 'a+b', false],
  ['a', '[a]', false],
  ['(x', '(x', true],
  ['', '', true],
  ['', '*', true],
])('%s by %s: %s', (id, glob, does) => {
  expect(matches(id, glob)).toBe(does)
})
