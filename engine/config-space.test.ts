import { expect, it } from 'vitest'
import { completeConfig } from './config.ts'
import { configurationSpace } from './config-space.ts'
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
const tail = (pairs: string, key: string, table: string, types: string): string =>
  `0000 ${pairs} 0000 00000000 00 ${key} ${table} ${types} 00000000`

it('has every field at its offset, little-endian', () => {
  const all = space('MAC', 'CTRL_VQ', 'MQ', 'RSS', 'HASH_REPORT')
  expect(all).toBe(`020304050607 ${tail('0201', '29', '0302', '23010000')}`)
})

it('has the fields of features that are offered, and no others', () => {
  expect(space()).toBe(`000000000000 ${tail('0000', '00', '0000', '00000000')}`)
  expect(space('MAC')).toBe(`020304050607 ${tail('0000', '00', '0000', '00000000')}`)
  expect(space('CTRL_VQ', 'MQ')).toBe(`000000000000 ${tail('0201', '00', '0000', '00000000')}`)
  expect(space('HASH_REPORT')).toBe(`000000000000 ${tail('0000', '29', '0000', '23010000')}`)
  expect(space('CTRL_VQ', 'RSS')).toBe(`000000000000 ${tail('0201', '29', '0302', '23010000')}`)
})
