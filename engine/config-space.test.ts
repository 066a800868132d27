import { expect, it } from 'vitest'
import { completeConfig } from './config.ts'
import { configurationSpace, createConfigSpace } from './config-space.ts'
import { type FeatureName, features } from './feature.ts'

const mac = Uint8Array.of(2, 3, 4, 5, 6, 7)
function space(...names: readonly FeatureName[]): string {
  const offered = features('VERSION_1', ...names)
  const config = completeConfig({
    offered,
    mac,
    maxPairs: 0x102,
    maxKeySize: 41,
    maxTableLength: 0x203,
    hashTypes: 0x123,
  })
  const text = Buffer.from(configurationSpace(config)).toString('hex')
  // mac | status | max_virtqueue_pairs | mtu | speed | duplex | key size | table length | hash types | tunnel types
  return text.replace(
    /^(.{12})(.{4})(.{4})(.{4})(.{8})(.{2})(.{2})(.{4})(.{8})(.{8})$/,
    '$1 $2 $3 $4 $5 $6 $7 $8 $9 $10',
  )
}
const tail = (pairs: string, key: string, table: string, types: string, status = '0000'): string =>
  `${status} ${pairs} 0000 00000000 00 ${key} ${table} ${types} 00000000`

it('has every field at its offset, little-endian', () => {
  const all = space('MAC', 'STATUS', 'CTRL_VQ', 'MQ', 'RSS', 'HASH_REPORT')
  expect(all).toBe(`020304050607 ${tail('0201', '29', '0302', '23010000', '0100')}`)
})

it('has the fields of features that are offered, and no others', () => {
  expect(space()).toBe(`000000000000 ${tail('0000', '00', '0000', '00000000')}`)
  expect(space('MAC')).toBe(`020304050607 ${tail('0000', '00', '0000', '00000000')}`)
  expect(space('CTRL_VQ', 'MQ')).toBe(`000000000000 ${tail('0201', '00', '0000', '00000000')}`)
  expect(space('HASH_REPORT')).toBe(`000000000000 ${tail('0000', '29', '0000', '23010000')}`)
  expect(space('CTRL_VQ', 'RSS')).toBe(`000000000000 ${tail('0201', '29', '0302', '23010000')}`)
})

it('shows the link in bit 0 of status', () => {
  const space = createConfigSpace(completeConfig({}))
  const status = (): number[] => [...space.read(6, 2)]
  expect([space.isUp(), status()]).toEqual([true, [1, 0]])
  expect([space.setLink(true), space.setLink(false), space.setLink(false)]).toEqual([false, true, false])
  expect([space.isUp(), status()]).toEqual([false, [0, 0]])
  expect([space.setLink(true), status()]).toEqual([true, [1, 0]])
})

it('has no status without the feature, but a link', () => {
  const space = createConfigSpace(completeConfig({ offered: features('VERSION_1') }))
  expect(space.setLink(false)).toBe(false)
  expect([space.isUp(), ...space.read(6, 2), space.generation()]).toEqual([false, 0, 0, 0])
})

it('is of another generation once changed bytes were read, however often they changed', () => {
  const space = createConfigSpace(completeConfig({}))
  space.read(0, 1)
  const before = space.generation()
  for (let change = 0; change < 257; change++) space.setLink(change % 2 === 1)
  space.read(0, 28)
  const after = space.generation()
  expect(after).not.toBe(before)
  space.read(0, 28)
  expect(space.generation()).toBe(after)
})

it('is of a generation of eight bits', () => {
  const space = createConfigSpace(completeConfig({}))
  const seen = Array.from({ length: 257 }, (_, change) => {
    space.setLink(change % 2 === 1)
    space.read(6, 1)
    return space.generation()
  })
  expect(seen.every((value, index) => value >= 0 && value <= 255 && value !== seen[index - 1])).toBe(true)
})
