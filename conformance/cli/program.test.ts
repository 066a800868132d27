import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toyType } from './toy-project.fixture.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('what is wrong with a command line is said in one line: 2', () => {
  test.each([
    [
      'check --target engin',
      'error: no target is called engin; did you mean engine? (there are engine, shorty, noisy, absent)',
    ],
    ['check --property toy/offer', 'error: no property is called toy/offer; did you mean toy/offers?'],
    [
      'check --clause split.used.device.22',
      'error: no clause is called split.used.device.22; did you mean split.used.device.2?',
    ],
    ['check --option pth=1', 'error: --option pth=1: engine has no option pth; did you mean path? (it has path)'],
    ['check --option path', 'error: --option path: expected KEY=VALUE'],
    ['check --runs 0', "error: option '--runs <n>' argument '0' is invalid. Expected a whole number of at least 1."],
    [
      'check --seed x',
      "error: option '--seed <n>' argument 'x' is invalid. Expected a whole number from -2147483648 to 2147483647.",
    ],
    ['check --shard 3/2', "error: option '--shard <i/n>' argument '3/2' is invalid. Expected I/N with I from 1 to N."],
    ['check --rums 3', "error: unknown option '--rums' (Did you mean --runs?)"],
    [
      'check --report html',
      "error: option '--report <format[=file]>' argument 'html' is invalid. Expected one of text, json, junit, tap, or FORMAT=FILE.",
    ],
    [
      'check --report tap --json',
      'error: standard output holds one report, not tap and json: give FORMAT=FILE for the others',
    ],
    ['chek', "error: unknown command 'chek' (Did you mean check?)"],
    [
      'list propertys',
      'error: there is no list of propertys; did you mean properties? (there are properties, clauses, targets, bugs)',
    ],
    ['coverage --area houze', /^error: there is no area houze; did you mean house\? \(there are .*house/],
    [
      'coverage --clause net.rss.device.77',
      'error: no clause is called net.rss.device.77; did you mean net.rss.device.1?',
    ],
    ['bugs --bug loose', 'error: no bug is called loose; did you mean lose?'],
    [
      'explain toy/offer',
      'error: toy/offer is no clause, no property and no file of a trace; did you mean toy/offers?',
    ],
  ])('%s', async (words, err) => {
    const said = typeof err === 'string' ? err : expect.stringMatching(err)
    expect(await toyType(words)).toEqual({ status: 2, out: '', err: said })
  })

  test('a trace that is cut off', async () => {
    const file = join(folder, 'cut.jsonl')
    writeFileSync(file, '{"format"')
    expect(await toyType(`replay ${file}`)).toEqual({
      status: 2,
      out: '',
      err: `error: ${file}: line 1: the file is cut off: expected a line feed at its end`,
    })
    expect((await toyType(`replay ${join(folder, 'none')}`)).err).toMatch(/^error: cannot read .*ENOENT/)
  })
})
