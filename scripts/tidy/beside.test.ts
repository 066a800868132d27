import { describe, expect, it } from 'vitest'
import { beside, exempt } from './beside.ts'

const of = (...paths: readonly string[]) => beside(paths.map((path) => ({ path, text: 'export const a = f()\n' })))

describe('beside', () => {
  it('asks for a test beside every source file', () => {
    expect(of('model/a.ts')).toEqual(['model/a.ts: no test beside it: add model/a.test.ts'])
    expect(of('model/a.ts', 'model/a.test.ts')).toEqual([])
    expect(of('model/a.ts', 'engine/a.test.ts')).toHaveLength(1)
  })

  it('asks for none of an index, a file outside the rooms, a document, or a file of types', () => {
    expect(of('model/index.ts', 'vitest.config.ts', 'model/README.md', 'model/a.test-d.ts')).toEqual([])
    expect(beside([{ path: 'model/a.ts', text: 'export interface A {}\n' }])).toEqual([])
  })

  it('takes a test in the same folder that imports the file', () => {
    const source = { path: 'model/a.ts', text: 'export const a = f()\n' }
    const importing = (path: string, specifier: string) => ({ path, text: `import { a } from '${specifier}'\n` })
    expect(beside([source, importing('model/b.test.ts', './a.ts')])).toEqual([])
    const index = { path: 'model/index.ts', text: "export * from './a.ts'\n" }
    expect(beside([source, index, importing('model/b.test.ts', './index.ts')])).toEqual([])
    expect(beside([source, importing('model/b.fixture.ts', './a.ts')])).toHaveLength(1)
    expect(beside([source, importing('engine/b.test.ts', '../model/a.ts')])).toHaveLength(1)
  })

  it('exempts what is listed, a folder as a whole', () => {
    expect(of('model/clause/gist/rss.ts', 'scripts/catalogue.ts')).toEqual([])
  })

  it('refuses an exemption that nothing needs', () => {
    expect(of('scripts/catalogue.ts', 'scripts/catalogue.test.ts')).toEqual([
      'scripts/catalogue.ts: exempt from a test beside it, and has one: take the exemption away',
    ])
  })

  it('has a reason for every exemption', () => {
    for (const reason of Object.values(exempt)) expect(reason).toMatch(/\S+ \S+/)
  })
})
