import { describe, expect, it } from 'vitest'
import { constantOf, type Fact, gistsOf, indexOf, placesOf, quote } from './render.ts'

const fact: Fact = {
  id: 'net.rss.device.1',
  file: 'device-types/net/description.tex',
  line: 7,
  side: 'device',
  level: 'MUST',
  summary: "The table's entry",
  observe: 'device-under-test',
  area: 'rss',
}

describe('the catalogue generator', () => {
  it('names constants', () => {
    expect(['rss', 'ctrl-mac', 'a-b-c'].map(constantOf)).toEqual(['rss', 'ctrlMac', 'aBC'])
  })

  it.each([
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    ['say "no"', '\'say "no"\''],
    [`it's "no"`, `'it\\'s "no"'`],
    ['back\\slash', "'back\\\\slash'"],
  ])('quotes %s', (text, quoted) => {
    expect(quote(text)).toBe(quoted)
  })

  it('writes a row a line, marks only where they hold', () => {
    const facts = [fact, { ...fact, id: 'net.rss.device.2', legacy: true, in_conformance_chapter: false }]
    const row = "side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 7"
    expect(placesOf('rss', facts).split('\n').slice(1)).toEqual([
      'export const rss = {',
      `  'net.rss.device.1': { ${row} },`,
      `  'net.rss.device.2': { ${row}, legacy: true, unlisted: true },`,
      '} as const',
      '',
    ])
  })

  it('leaves out marks that are stated and do not hold', () => {
    expect(placesOf('rss', [{ ...fact, legacy: false, in_conformance_chapter: true }])).toBe(placesOf('rss', [fact]))
  })

  it('writes the words apart', () => {
    expect(gistsOf('ctrl-mac', [fact])).toBe(
      [
        '/** The clauses of the area `ctrl-mac` in our words. */',
        'export const ctrlMac = {',
        `  'net.rss.device.1': "The table's entry",`,
        '} as const',
        '',
      ].join('\n'),
    )
  })

  it('gathers the areas', () => {
    expect(indexOf(['ctrl-mac', 'rss'])).toBe(
      [
        "import { ctrlMac } from './ctrl-mac.ts'",
        "import { rss } from './rss.ts'",
        '',
        '/** Every area of the catalogue by name. */',
        'export const areas = {',
        "  'ctrl-mac': ctrlMac,",
        '  rss,',
        '} as const',
        '',
      ].join('\n'),
    )
  })
})
