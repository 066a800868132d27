import { describe, expect, it } from 'vitest'
import { names } from './names.ts'

const of = (path: string) => names([{ path, text: '' }])

describe('names', () => {
  it.each([
    'model/net/hash-report.ts',
    'model/a.test-d.ts',
    'vitest.config.ts',
    'docs/utils.md',
    'model/net/type-table.ts',
  ])('takes %s', (path) => {
    expect(of(path)).toEqual([])
  })

  it.each([
    ['model/utils.ts', 'utils'],
    ['model/utils.test.ts', 'utils'],
    ['engine/helpers.ts', 'helpers'],
    ['engine/types.ts', 'types'],
    ['model/common/a.ts', 'common'],
    ['model/misc/a.ts', 'misc'],
  ])('refuses %s', (path, part) => {
    expect(of(path)).toEqual([`${path}: '${part}' says nothing: name the file after the one noun it holds`])
  })

  it.each(['model/hashReport.ts', 'model/Hash.ts', 'model/hash_report.ts'])('refuses %s', (path) => {
    expect(of(path)).toEqual([`${path}: write the name in kebab case`])
  })
})
