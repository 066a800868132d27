import { describe, expect, it } from 'vitest'
import { escapes } from './escapes.ts'

const of = (text: string, path = 'model/a.ts') => escapes([{ path, text }])
const directive = (name: string, reason = '') => `//${' '}@ts-${name}${reason}\nconst a = 1\n`

describe('escapes', () => {
  it.each([
    ['const a = b as any', 'as any'],
    ['const a = b as unknown as number', 'as unknown as'],
    ['const a = (b as unknown) as number', 'as unknown as'],
    ['const a = b!', 'a non-null assertion'],
    ['const a = b!.c', 'a non-null assertion'],
  ])('refuses %s', (text, what) => {
    expect(of(`\n${text}\n`)).toEqual([`model/a.ts:2: ${what}: say why on that line`])
    expect(of(`\n${text} // because\n`)).toHaveLength(1)
    expect(of(`\n${text} // the library declares it wrongly\n`)).toEqual([])
  })

  it.each(['const a = b as number', 'const a = !b', 'const a = b as const', "const a = 'b as any'"])(
    'takes %s',
    (text) => {
      expect(of(text)).toEqual([])
    },
  )

  it('takes a reason where a cast of several lines ends', () => {
    expect(of('const a = {\n  b: 1,\n} as any // the library declares it wrongly\n')).toEqual([])
  })

  it('takes only the directive that expects an error, with a reason', () => {
    expect(of(directive('expect-error', ': a pair is not a queue'))).toEqual([])
    const only = 'only @ts-expect-error, with the reason behind it'
    expect(of(directive('expect-error'))).toEqual([`model/a.ts:1: @ts-expect-error: ${only}`])
    expect(of(directive('ignore', ': it is fine'))).toEqual([`model/a.ts:1: @ts-ignore: ${only}`])
    expect(of(directive('nocheck'))).toEqual([`model/a.ts:1: @ts-nocheck: ${only}`])
  })

  it('leaves documents alone', () => {
    expect(of('const a = b as any', 'docs/a.md')).toEqual([])
  })
})
