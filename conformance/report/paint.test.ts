import { expect, test } from 'vitest'
import { paintFor, plain } from './paint.ts'

const red = '\u001b[31mx\u001b[39m'
const painted = (isTTY: boolean | undefined, environment: NodeJS.ProcessEnv) =>
  paintFor(isTTY === undefined ? {} : { isTTY }, environment).red('x')

test('a terminal has colours, anything else has none', () => {
  expect(painted(true, {})).toBe(red)
  expect(painted(false, {})).toBe('x')
  expect(painted(undefined, { FORCE_COLOR: '1' })).toBe('x')
  expect(plain.red('x')).toBe('x')
})

test('NO_COLOR takes them away unless it is empty; so does a dumb terminal', () => {
  expect(painted(true, { NO_COLOR: '1' })).toBe('x')
  expect(painted(true, { NO_COLOR: '0' })).toBe('x')
  expect(painted(true, { NO_COLOR: '' })).toBe(red)
  expect(painted(true, { TERM: 'dumb' })).toBe('x')
  expect(painted(true, { TERM: 'xterm' })).toBe(red)
})
