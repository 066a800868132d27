import { describe, expect, it } from 'vitest'
import { zones } from './import-table.ts'
import { imports } from './imports.ts'
import type { SourceFile } from './source.ts'

const constants: SourceFile = {
  path: 'model/wire/layout.ts',
  text: 'export const SIZE = { a: [1, -2], b: 1 << 3 } as const\n',
}
const codec: SourceFile = { path: 'model/wire/codec.ts', text: 'export function encode(): void {}\n' }
const of = (path: string, specifier: string, form = `import { a } from '${specifier}'`): readonly string[] =>
  imports([{ path, text: `// first\n${form}\n` }, constants, codec])

describe('the order of rooms', () => {
  it.each([
    ['model/kernel/a.ts', '../clause/b.ts'],
    ['model/net/a.ts', '../ring/b.ts'],
    ['model/path/a.ts', '../tun/b.ts'],
    ['model/index.ts', './net/b.ts'],
    ['properties/rss.ts', '../model/net/b.ts'],
    ['conformance/run/a.ts', '../../properties/b.ts'],
    ['conformance/targets/engine.ts', '../../engine/b.ts'],
    ['model/net/a.ts', './b.ts'],
    ['engine/a.ts', '../model/kernel/bits.ts'],
    ['engine/a.ts', '../model/kernel/brand.ts'],
    ['engine/a.ts', '../model/wire/layout.ts'],
    ['engine/a.test.ts', '../model/net/toeplitz.ts'],
    ['scripts/a.ts', '../model/clause/clause.ts'],
    ['engine/a.test.ts', './b.fixture.ts'],
    ['engine/b.fixture.ts', './c.fixture.ts'],
  ])('%s may import %s', (path, specifier) => {
    expect(of(path, specifier)).toEqual([])
  })

  it.each([
    ['model/clause/a.ts', '../kernel/b.ts', 'model/kernel/b.ts: clause may import no other room'],
    ['model/kernel/a.ts', '../net/b.ts', 'model/net/b.ts: kernel may import clause'],
    ['model/feature/a.ts', '../ring/b.ts', 'model/ring/b.ts: feature may import clause, kernel, wire'],
    ['model/tun/a.ts', '../vhost/b.ts', undefined],
    ['model/net/a.ts', '../../properties/b.ts', undefined],
    ['properties/a.ts', '../conformance/b.ts', undefined],
    ['properties/a.ts', '../engine/b.ts', undefined],
    ['engine/a.ts', '../model/wire/codec.ts', undefined],
    ['engine/a.ts', '../model/wire/absent.ts', undefined],
    [
      'engine/a.ts',
      '../model/net/toeplitz.ts',
      'model/net/toeplitz.ts: engine may import model/kernel/brand.ts, model/kernel/bits.ts and files of model/wire that hold only constants',
    ],
    ['model/net/a.test.ts', '../../scripts/b.ts', 'scripts/b.ts: nothing imports scripts'],
    ['engine/a.ts', './b.fixture.ts', 'engine/b.fixture.ts: only tests may import it'],
    ['conformance/a.ts', '../bench/b.ts', 'bench/b.ts: nothing imports bench'],
    ['conformance/a.ts', '../docs/b.ts', 'docs/b.ts: nothing imports docs'],
  ])('%s may not import %s', (path, specifier, says) => {
    const found = of(path, specifier)
    expect(found).toHaveLength(1)
    if (says !== undefined) expect(found).toEqual([`${path}:2: imports ${says}`])
  })

  it.each([
    ['a type', (specifier: string) => `import type { a } from '${specifier}'`],
    ['a re-export', (specifier: string) => `export { a } from '${specifier}'`],
    ['a dynamic import', (specifier: string) => `const a = await import('${specifier}')`],
    ['a bare import', (specifier: string) => `import '${specifier}'`],
  ])('%s counts too', (_, form) => {
    expect(of('model/kernel/a.ts', '../net/b.ts', form('../net/b.ts'))).toHaveLength(1)
  })
})

describe('packages', () => {
  it.each([
    ['model/net/device.ts', 'ts-pattern'],
    ['model/kernel/edit.ts', 'immer'],
    ['conformance/native/syscall.ts', 'koffi'],
    ['conformance/run/a.ts', 'node:fs'],
    ['properties/a.ts', 'fast-check'],
    ['engine/a.test.ts', 'fast-check'],
    ['vitest.config.ts', 'vitest/config'],
  ])('%s may import %s', (path, name) => {
    expect(of(path, name)).toEqual([])
  })

  it.each([
    ['engine/a.ts', 'ts-pattern', 'imports ts-pattern: allowed here: no package'],
    ['engine/a.ts', 'immer', 'imports immer: only model/kernel/edit.ts may'],
    ['engine/a.ts', 'node:fs', 'imports node:: allowed here: no package'],
    ['model/net/a.ts', 'immer', 'imports immer: only model/kernel/edit.ts may'],
    ['model/net/a.ts', 'node:fs', 'imports node:: allowed here: ts-pattern'],
    ['model/net/a.ts', 'fs', 'imports fs: allowed here: ts-pattern'],
    ['conformance/targets/a.ts', 'koffi', 'imports koffi: only conformance/native/syscall.ts may'],
    ['conformance/a.ts', '@scope/name/deep', undefined],
  ])('%s may not import %s', (path, name, says) => {
    const found = of(path, name)
    expect(found).toHaveLength(1)
    if (says !== undefined) expect(found).toEqual([`${path}:2: ${says}`])
  })
})

describe('the table', () => {
  it('names no zone twice and no zone that is not there', () => {
    const names = zones.map((zone) => zone.name)
    expect(new Set(names).size).toBe(names.length)
    expect(zones.flatMap((zone) => zone.zones).filter((name) => !names.includes(name))).toEqual([])
  })

  it('has no circle', () => {
    const reach = (name: string, seen: readonly string[]): boolean =>
      seen.includes(name) ||
      (zones.find((zone) => zone.name === name)?.zones ?? []).some((next) => reach(next, [...seen, name]))
    expect(zones.filter((zone) => reach(zone.name, []))).toEqual([])
  })
})
