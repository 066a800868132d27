import { expect, test } from 'vitest'
import { survivingKinds } from './kinds.ts'

test('kinds are counted, the most frequent first', () => {
  expect(
    survivingKinds([
      'model/net/use.ts:42:7: OptionalChaining → next.queues[use.queue].kind: survived',
      'model/wire/a.ts:1:2: 8 → 7: survived',
      'model/wire/a.ts:1:9: 0n → 1n: survived',
      'model/wire/b.ts:3:4: row OK dropped: timeout',
      'engine/x.ts:3:4: StringLiteral → "": uncovered',
    ]),
  ).toEqual([
    ['number survived', 2],
    ['OptionalChaining survived', 1],
    ['StringLiteral uncovered', 1],
    ['row timeout', 1],
  ])
})

test('a line that is none is a fault of ours', () => {
  expect(() => survivingKinds(['nothing of the kind'])).toThrow('fault: not a survivor: nothing of the kind')
})
