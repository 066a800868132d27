import { describe, expect, it } from 'vitest'
import { holdsOnlyConstants, holdsOnlyTypes } from './constants-only.ts'

const file = (text: string) => ({ path: 'a.ts', text })

describe('holdsOnlyConstants', () => {
  it.each([
    "export const A = 1, B = -2n, C = 'x', D = `y`, E = true, F = false, G = null",
    'export const A = { a: [1, 2], b: { c: 3 } } as const satisfies object',
    'const A = 1\nexport const B = A\nexport const C = 1 << (A + 2)\nexport const D = [...B, B.size]',
    "import type { X } from './x.ts'\nexport interface Y { x: X }\nexport type Z = Y\nexport type { X }",
    'declare const brand: unique symbol',
    '',
  ])('takes %j', (text) => {
    expect(holdsOnlyConstants(file(text))).toBe(true)
  })

  it.each([
    'export function f() {}',
    'export const f = () => 1',
    'export const a = f()',
    'export const a = new Map()',
    'export let a = 1',
    'export class A {}',
    'export const a = { f() {} }',
    'export const a = { b: () => 1 }',
    'export const a = [f()]',
    'export const a = -f()',
    'export const a = 1 + f()',
    'export const a = f() + 1',
    'export const { a } = b()',
    "export { a } from './a.ts'",
    'f()',
  ])('refuses %j', (text) => {
    expect(holdsOnlyConstants(file(text))).toBe(false)
  })
})

describe('holdsOnlyTypes', () => {
  it.each([
    ["import type { X } from './x.ts'\nexport interface Y { x: X }\nexport type Z = Y", true],
    ["export type { X } from './x.ts'", true],
    ['export interface Y {}\nexport const A = 1', false],
  ])('%j: %s', (text, only) => {
    expect(holdsOnlyTypes(file(text))).toBe(only)
  })
})
