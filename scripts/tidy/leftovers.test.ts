import { describe, expect, it } from 'vitest'
import { leftovers } from './leftovers.ts'

const of = (text: string, path = 'docs/a.md') => leftovers([{ path, text }])
// Written in halves, so that this file does not break the rule itself.
const joined = (...halves: readonly string[]): string => halves.join('')

describe('leftovers', () => {
  it.each([joined('TO', 'DO'), joined('FIX', 'ME'), joined('XX', 'X'), joined('HA', 'CK')])('refuses %s', (mark) => {
    expect(of(`\n// ${mark}: later`)).toEqual(['docs/a.md:2: work left over: do it, or say what is missing'])
    expect(of(`${mark}S`)).toEqual([])
  })

  it.each([
    joined('/ro', 'ot/x'),
    joined('see /ho', 'me/me'),
    joined("'/Us", "ers/me'"),
    joined('cd /wo', 'rk/main'),
    joined('C:', '\\Users\\me'),
  ])('refuses %s', (path) => {
    expect(of(path)).toEqual(['docs/a.md:1: a path of one machine: a path from the root of the tree, or an option'])
  })

  it.each(['docs/root/x', '/dev/shm', '/sys/class/net', 'patchwork/main', 'https://example.org/home/'])(
    'takes %s',
    (path) => {
      expect(of(path)).toEqual([])
    },
  )

  it('refuses a registry host', () => {
    expect(of(joined('https://registry.', 'npmjs.org/x'))).toHaveLength(1)
    expect(of(joined('https://registry.', 'yarnpkg.com/x'))).toHaveLength(1)
  })

  it('refuses resolved URLs in the lock file, and only there', () => {
    const line = '{ "resolved": "x" }'
    expect(of(line, 'package-lock.json')).toEqual(['package-lock.json:1: where a package came from: no resolved URL'])
    expect(of(line, 'a.json')).toEqual([])
  })
})
