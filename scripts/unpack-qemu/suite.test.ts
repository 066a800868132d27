import { expect, test } from 'vitest'
import { aptLines, aptOptions, mirrorIn, sources, suiteOf } from './suite.ts'

const backports = { suites: ['old', 'old-backports'] } as const

test('a version comes from the last of its suites', () => {
  expect(suiteOf(backports)).toBe('old-backports')
  expect(suiteOf({ suites: ['new'] })).toBe('new')
  expect(Object.keys(sources)).toEqual(['10.0', '11.1'])
})

test.each([
  ['http://one/debian/ bookworm\nhttp://two/debian/ bookworm-updates\n', 'http://one/debian/'],
  ['http://one/security/ bookworm-security\n  http://two/debian/ bookworm\n', 'http://two/debian/'],
  ['http://one/security/ bookworm-security\n', undefined],
  ['\n', undefined],
  ['http://one/debian/', undefined],
])('the mirror in %j', (targets, mirror) => {
  expect(mirrorIn(targets)).toBe(mirror)
})

test('a line for each suite', () => {
  expect(aptLines('http://one/debian/', backports)).toBe(
    'deb http://one/debian/ old main\ndeb http://one/debian/ old-backports main\n',
  )
})

test('apt reads and writes nothing outside its folder', () => {
  const options = aptOptions('/f', backports)
  expect(options.filter((_, index) => index % 2 === 0).every((word) => word === '-o')).toBe(true)
  const settings = options.filter((_, index) => index % 2 === 1)
  expect(settings.filter((setting) => setting.startsWith('Dir::'))).toEqual([
    'Dir::Etc::SourceList=/f/sources.list',
    'Dir::Etc::SourceParts=/dev/null',
    'Dir::State=/f/state',
    'Dir::State::Status=/f/status',
    'Dir::Cache=/f/cache',
  ])
  expect(settings).toContain('APT::Default-Release=old-backports')
})
