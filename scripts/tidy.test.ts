import { describe, expect, it } from 'vitest'
import { beside } from './tidy/beside.ts'
import { clauseTags } from './tidy/clause-tags.ts'
import { escapes } from './tidy/escapes.ts'
import { imports } from './tidy/imports.ts'
import { leftovers } from './tidy/leftovers.ts'
import { names } from './tidy/names.ts'
import { purity } from './tidy/purity.ts'
import { fileSize, functionSize } from './tidy/size.ts'
import { skipped } from './tidy/skipped.ts'
import type { Rule } from './tidy/source.ts'
import { readTree } from './tidy/tree.ts'
import { tsdoc } from './tidy/tsdoc.ts'

const tree = readTree()

const rules: Readonly<Record<string, Rule>> = {
  'every import keeps to the table': imports,
  'no file is too long, and most are short': fileSize,
  'no function is too long': functionSize,
  'every name says what the file holds': names,
  'every source file has a test beside it': beside,
  'no way around the type checker goes without a reason': escapes,
  'the model and the engine know no clock, no chance and no world outside': purity,
  'no test is skipped, left to write or run alone': skipped,
  'nothing is unfinished or belongs to one machine': leftovers,
  'every export says what it is': tsdoc,
  'every clause that a tag names exists': clauseTags,
}

describe('the tree', () => {
  it('is read whole', () => {
    const paths = tree.map((file) => file.path)
    expect(paths).toContain('package.json')
    expect(paths).toContain('model/clause/clause.ts')
    expect(paths).toContain('scripts/tidy.test.ts')
    expect(paths.filter((path) => path.startsWith('node_modules/'))).toEqual([])
  })

  it.each(Object.entries(rules))('%s', (_, rule) => {
    expect(rule(tree)).toEqual([])
  })
})
