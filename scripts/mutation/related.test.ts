import { describe, expect, it } from 'vitest'
import { MOST_TESTS, relatedTests } from './related.ts'

const file = (path: string, ...imports: readonly string[]) => ({
  path,
  text: imports.map((from) => `import { x } from '${from}'\n`).join(''),
})
const isTestFile = (path: string): boolean => path.endsWith('.test.ts')

describe('relatedTests', () => {
  const tree = [
    file('model/a.ts'),
    file('model/a.test.ts', './a.ts'),
    file('model/b.ts', './a.ts'),
    file('model/b.test.ts', './b.ts', 'vitest'),
    file('model/A-first.test.ts', '../model/c.ts'),
    file('model/c.ts', './b.ts'),
    { path: 'model/d.test.ts', text: "import type { X } from './a.ts'\nexport type { Y } from './a.ts'\n" },
    { path: 'model/e.test.ts', text: "export { x } from './a.ts'\n" },
  ]

  it('gives the test beside first, then by distance; types and packages do not count', () => {
    const of = relatedTests(tree, isTestFile)
    expect(of('model/a.ts')).toEqual(['model/a.test.ts', 'model/e.test.ts', 'model/b.test.ts', 'model/A-first.test.ts'])
    expect(of('model/c.ts')).toEqual(['model/A-first.test.ts'])
    expect(of('model/none.ts')).toEqual([])
  })

  it('takes only files that may kill', () => {
    expect(relatedTests(tree, (path) => path === 'model/b.test.ts')('model/b.ts')).toEqual(['model/b.test.ts'])
  })

  it('stops at a number, and ends where imports go round', () => {
    const many = Array.from({ length: MOST_TESTS + 3 }, (_, index) => file(`model/t${index}.test.ts`, './a.ts'))
    const round = [file('model/a.ts', './b.ts'), file('model/b.ts', './a.ts')]
    expect(relatedTests([...round, ...many], isTestFile)('model/a.ts')).toHaveLength(MOST_TESTS)
  })
})
