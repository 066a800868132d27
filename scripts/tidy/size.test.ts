import { describe, expect, it } from 'vitest'
import { fileSize, functionSize } from './size.ts'
import type { SourceFile } from './source.ts'

const lines = (count: number, path = 'scripts/a.ts'): SourceFile => ({ path, text: 'const a = 1\n'.repeat(count) })
const body = (count: number): string => '  a()\n'.repeat(count)

describe('fileSize', () => {
  it('refuses a file of more than 400 lines, a test too', () => {
    expect(fileSize([lines(400)])).toEqual([])
    expect(fileSize([lines(401)])).toEqual(['scripts/a.ts:1: 401 lines: at most 400'])
    expect(fileSize([lines(401, 'model/a.test.ts')])).toEqual(['model/a.test.ts:1: 401 lines: at most 400'])
    expect(fileSize([lines(401, 'docs/a.md')])).toEqual([])
  })

  it('refuses a tree whose median file is not short', () => {
    const two = [lines(50, 'model/a.ts'), lines(120, 'model/b.ts')]
    expect(fileSize([...two, lines(99, 'model/c.ts')])).toEqual([])
    expect(fileSize([...two, lines(100, 'model/c.ts')])).toEqual(['the median file has 100 lines: less than 100'])
  })

  it('leaves tests, scripts and generated tables out of the median', () => {
    const others = ['model/a.test.ts', 'scripts/a.ts', 'model/clause/gist/rss.ts', 'model/clause/virtio/rss.ts']
    expect(fileSize([lines(20, 'model/a.ts'), ...others.map((path) => lines(300, path))])).toEqual([])
  })
})

describe('functionSize', () => {
  const of = (text: string, path = 'model/a.ts') => functionSize([{ path, text }])

  it.each([
    ['a function', (count: number) => `\nfunction f() {\n${body(count)}}\n`],
    ['an arrow', (count: number) => `\nconst f = () => {\n${body(count)}}\n`],
    ['a method', (count: number) => `class A {\n  f() {\n${body(count)}  }\n}\n`],
    ['a callback', (count: number) => `\nmap(() => {\n${body(count)}})\n`],
  ])('refuses %s of more than 60 lines', (_, text) => {
    expect(of(text(58))).toEqual([])
    expect(of(text(59))).toEqual(['model/a.ts:2: a function of 61 lines: at most 60'])
  })

  it('leaves tests out', () => {
    expect(of(`function f() {\n${body(99)}}\n`, 'model/a.test.ts')).toEqual([])
  })

  it('counts a named function inside another for itself, a callback for the one around it', () => {
    const inner = `  const g = () => {\n${body(40)}  }\n`
    expect(of(`function f() {\n${inner}${body(40)}}\n`)).toEqual([])
    expect(of(`function f() {\n  map(() => {\n${body(40)}  })\n${body(40)}}\n`)).toHaveLength(1)
    expect(of(`function f() {\n  function g() {\n${body(59)}  }\n}\n`)).toHaveLength(1)
  })
})
