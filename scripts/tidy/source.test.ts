import { describe, expect, it } from 'vitest'
import { isCode, isGenerated, isProduct, isTest, lineAt, lineOf, nodesOf, type SourceFile, syntaxOf } from './source.ts'

const file = (path: string, text = ''): SourceFile => ({ path, text })

describe('kinds of files', () => {
  it.each([
    ['model/a.ts', { code: true, test: false, product: true, generated: false }],
    ['model/a.test.ts', { code: true, test: true, product: true, generated: false }],
    ['engine/a.test-d.ts', { code: true, test: true, product: true, generated: false }],
    ['engine/a.fixture.ts', { code: true, test: true, product: true, generated: false }],
    ['scripts/a.ts', { code: true, test: false, product: false, generated: false }],
    ['model/README.md', { code: false, test: false, product: true, generated: false }],
    ['model/clause/gist/rss.ts', { code: true, test: false, product: true, generated: true }],
  ])('%s', (path, kinds) => {
    const some = file(path)
    expect({ code: isCode(some), test: isTest(some), product: isProduct(some), generated: isGenerated(some) }).toEqual(
      kinds,
    )
  })
})

describe('lines', () => {
  const some = file('a.ts', '// first\n\nconst a = 1\n')

  it('count from 1 and leave comments before a node out', () => {
    expect(lineAt(some, 0)).toBe(1)
    expect(
      nodesOf(some)
        .slice(1, 2)
        .map((node) => lineOf(some, node)),
    ).toEqual([3])
  })

  it('are those of one syntax tree', () => {
    expect(syntaxOf(some)).toBe(syntaxOf(some))
  })
})
