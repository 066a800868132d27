import { describe, expect, test } from 'vitest'
import { optionsFor, targetNamed } from './known-target.ts'
import { known } from './toy-project.fixture.ts'
import { UsageError } from './usage-error.ts'

const [engine, bare] = [known('engine', {}), known('bare', {}, { options: {} })]

test('a target by name, or the nearest and all there are', () => {
  expect(targetNamed([engine, bare], 'bare')).toBe(bare)
  expect(() => targetNamed([engine, bare], 'engin')).toThrow(
    new UsageError('no target is called engin; did you mean engine? (there are engine, bare)'),
  )
  expect(() => targetNamed([engine, bare], 'xyzzy-plugh')).toThrow(
    new UsageError('no target is called xyzzy-plugh (there are engine, bare)'),
  )
})

describe('options', () => {
  test('are keys with values; a value may hold =, commas and nothing; the last of a key counts', () => {
    expect(optionsFor(engine, [])).toEqual({})
    expect(optionsFor(engine, ['path=./my device, a=b'])).toEqual({ path: './my device, a=b' })
    expect(optionsFor(engine, ['path='])).toEqual({ path: '' })
    expect(optionsFor(engine, ['path=a', 'path=b'])).toEqual({ path: 'b' })
  })

  test.each([
    ['path', '--option path: expected KEY=VALUE'],
    ['=path', '--option =path: expected KEY=VALUE'],
    ['pth=1', '--option pth=1: engine has no option pth; did you mean path? (it has path)'],
    ['something-else=1', '--option something-else=1: engine has no option something-else (it has path)'],
  ])('%s', (pair, words) => {
    expect(() => optionsFor(engine, [pair])).toThrow(new UsageError(words))
  })

  test('of a target that has none', () => {
    expect(() => optionsFor(bare, ['path=1'])).toThrow(
      new UsageError('--option path=1: bare has no option path (it has none)'),
    )
  })
})
