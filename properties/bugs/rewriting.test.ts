import { describe, expect, test } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { DeviceUses } from '../../model/net/action.ts'
import { microsoftKey } from '../plans/command.ts'
import { hashBy, hashUnder, withHash } from './rewriting.ts'
import { Watch } from './watch.ts'

/** TCP of Microsoft's verification suite, whose hashes are published, behind a header with a hash. */
const packet = '4500002800010000400600004209' + '95bba18e6450' + '0aea06e600000001000000005010ffff00000000'
const use: DeviceUses = {
  kind: 'device.uses',
  queue: queueIndex(0),
  chain: 1,
  length: 74,
  bytes: bytes(`${'00'.repeat(20)}5254001234560200000000010800${packet}`),
}
const header = { flags: 0, gsoType: 0, hdrLen: 0, gsoSize: 0, csumStart: 0, csumOffset: 0, numBuffers: 1 }

function watching(hashTypes: number): Watch {
  const watch = new Watch()
  const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'])
  watch.did({ kind: 'driver.accepts', features })
  watch.did({ kind: 'driver.commands', chain: 9, command: { name: 'HASH_CONFIG', hashTypes, key: microsoftKey } })
  watch.see({ kind: 'device.acknowledges', queue: queueIndex(2), chain: 9, length: 1, bytes: bytes('00') })
  return watch
}

describe('the hash of a frame', () => {
  test('by other types than those in force', () => {
    expect(hashUnder(use, watching(0x1ff), () => 0x001)).toEqual({ report: 1, value: 0x323e8fc2 })
    expect(hashUnder(use, watching(0x001), (types) => types | 2)).toEqual({ report: 2, value: 0x51ccc178 })
    expect(hashUnder(use, watching(0x1ff), () => 0x004)).toBeUndefined()
  })
  test('by another key', () => {
    const same = (types: number) => types
    expect(hashBy(use, watching(0x002), same, () => bytes('00'.repeat(40)))).toEqual({ report: 2, value: 0 })
  })
  test('is none where nothing was configured', () => {
    expect(hashUnder(use, new Watch(), () => 0x1ff)).toBeUndefined()
  })
})

test('a header takes a hash where there is one', () => {
  expect(withHash(header, { report: 2, value: 7 })).toEqual({ ...header, hashReport: 2, hashValue: 7 })
  expect(withHash(header, undefined)).toBe(header)
})
