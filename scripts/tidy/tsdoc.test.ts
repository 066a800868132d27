import { describe, expect, it } from 'vitest'
import { tsdoc } from './tsdoc.ts'

const of = (text: string, path = 'model/a.ts') => tsdoc([{ path, text }])

describe('tsdoc', () => {
  it.each([
    'function a() {}',
    'async function a() {}',
    'const a = 1',
    'class a {}',
    'abstract class a {}',
    'interface a {}',
    'type a = 1',
    'enum a {}',
  ])('asks for a comment before export %s', (declaration) => {
    expect(of(`\nexport ${declaration}\n`)).toEqual(['model/a.ts:2: a has no TSDoc'])
    expect(of(`// a\nexport ${declaration}\n`)).toHaveLength(1)
    expect(of(`/** What it is. */\nexport ${declaration}\n`)).toEqual([])
    expect(of(`${declaration}\n`)).toEqual([])
    expect(of(`export ${declaration}\n`, 'model/a.test.ts')).toEqual([])
  })

  it('lets constants that follow each other share a comment', () => {
    expect(of('/** Bits. */\nexport const a = 1\nexport const b = 2\nexport const c = 4\n')).toEqual([])
    expect(of('/** Bits. */\nexport const a = 1\n\nexport const b = 2\n')).toEqual(['model/a.ts:4: b has no TSDoc'])
    expect(of('export const a = 1\nexport const b = 2\n')).toHaveLength(2)
    expect(of('/** A bit. */\nexport const a = 1\nexport function b() {}\n')).toHaveLength(1)
  })

  it('asks once for overloads', () => {
    expect(of('/** Either. */\nexport function a(x: 1): void\nexport function a(x: 2): void\n')).toEqual([])
  })
})
