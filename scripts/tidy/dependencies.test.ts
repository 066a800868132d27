import { expect, it } from 'vitest'
import { dependenciesOf } from './dependencies.ts'

it('lists what a file imports from the tree to run', () => {
  const text = [
    "import { a } from './a.ts'",
    "import type { B } from './b.ts'",
    "import { type C, d } from '../d.ts'",
    "import './e.ts'",
    "export { f } from './deep/f.ts'",
    "export type { G } from './g.ts'",
    "import h from 'h'",
    'export const i = 1',
    'export { a }',
  ].join('\n')
  expect(dependenciesOf({ path: 'model/net/x.ts', text })).toEqual([
    'model/net/a.ts',
    'model/d.ts',
    'model/net/e.ts',
    'model/net/deep/f.ts',
  ])
})
