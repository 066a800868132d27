import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commandLine, optionWords, quoted } from './quote.ts'

test.each([
  ['rss/queue', 'rss/queue'],
  ['qemu=/opt/q-1.2:x,y@z%+', 'qemu=/opt/q-1.2:x,y@z%+'],
  ['', "''"],
  ['rss/*', "'rss/*'"],
  ['my device', "'my device'"],
  ["it's", "'it'\\''s'"],
  ['$HOME', "'$HOME'"],
])('%s is quoted as %s', (word, expected) => {
  expect(quoted(word)).toBe(expected)
})

test('a shell reads back what was quoted', () => {
  const words = ['', 'a b', "it's", '"', '$HOME', '`id`', 'a\\b', '*', ';', '~', '#', 'a\nb']
  const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words.map(quoted).join(' ')}`], { encoding: 'utf8' })
  expect(printed.split('\0')).toEqual([...words, ''])
})

test('a command line begins with the program', () => {
  expect(commandLine(['check', ...optionWords({ qemu: './my qemu', pairs: '4' })])).toBe(
    "virtio-conformance check --option 'qemu=./my qemu' --option pairs=4",
  )
})
