import { beforeEach, describe, expect, test } from 'vitest'
import { type FeatureName, featuresNamed } from '../../model/feature/table.ts'
import { anyTraits, type NetConfig } from '../../model/net/config.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import { probeCapabilities, probeConfig } from './probe.ts'

let device: FakeDevice

beforeEach(() => {
  device = new FakeDevice()
  device.config.set([0x52, 0x54, 0, 0x12, 0x34, 0x56]) // mac
  device.config.set([0x02, 0x01], 8) // max_virtqueue_pairs
  device.config.set([52], 17) // rss_max_key_size
  device.config.set([0x80, 0x01], 18) // rss_max_indirection_table_length
  device.config.set([0xff, 0x01, 0, 0x80], 20) // supported_hash_types
})

const absent = { maxPairs: 1, mac: '525400123456', maxKeySize: 0, maxTableLength: 0, hashTypes: 0 }

describe('the configuration', () => {
  const reads: Readonly<Record<string, string>> = {
    mac: 'readConfig 0 6',
    pairs: 'readConfig 8 2',
    key: 'readConfig 17 1',
    table: 'readConfig 18 2',
    types: 'readConfig 20 4',
  }

  test.each<[string, readonly FeatureName[], Partial<NetConfig>, readonly string[]]>([
    ['nothing', [], {}, ['mac']],
    ['CTRL_VQ', ['VIRTIO_NET_F_CTRL_VQ'], {}, ['mac']],
    ['MQ', ['VIRTIO_NET_F_MQ'], { maxPairs: 0x102 }, ['pairs', 'mac']],
    ['HASH_REPORT', ['VIRTIO_NET_F_HASH_REPORT'], { maxKeySize: 52, hashTypes: 0x8000_01ff }, ['mac', 'key', 'types']],
    [
      'RSS',
      ['VIRTIO_NET_F_RSS'],
      { maxPairs: 0x102, maxKeySize: 52, maxTableLength: 0x180, hashTypes: 0x8000_01ff },
      ['pairs', 'mac', 'key', 'table', 'types'],
    ],
  ])('%s makes its fields valid, and no other is read', async (_, names, fields, fieldsRead) => {
    device.offered = featuresNamed(names)
    expect(await probeConfig(device, anyTraits)).toEqual({
      ...absent,
      ...fields,
      offered: device.offered,
      traits: anyTraits,
    })
    expect(device.calls).toEqual(fieldsRead.map((field) => reads[field]))
  })

  test('the traits are the target’s own', async () => {
    const traits = { full: 'drops', blocks: false, pads: false } as const
    expect(await probeConfig(device, traits)).toMatchObject({ traits })
  })
})

describe('the capabilities', () => {
  const always = ['net', 'device-status', 'memory-watch']
  const probed = async (names: readonly FeatureName[], maxPairs = 1) => {
    device.offered = featuresNamed(names)
    return probeCapabilities(device, { ...(await probeConfig(device, anyTraits)), maxPairs })
  }

  test.each<[readonly FeatureName[], readonly string[]]>([
    [[], []],
    [['VIRTIO_NET_F_CTRL_VQ'], ['ctrl']],
    [['VIRTIO_NET_F_MQ'], ['mq']],
    [['VIRTIO_NET_F_RSS'], ['rss']],
  ])('%j: %j beside what every device has', async (names, more) => {
    expect(await probed(names)).toEqual([...always, ...more])
    expect(device.calls).not.toContain('reset')
  })

  test.each([
    [1, []],
    [2, ['pairs-2']],
    [3, ['pairs-2']],
    [4, ['pairs-2', 'pairs-4']],
  ])('%i pairs: %j', async (pairs, more) => {
    expect(await probed([], pairs)).toEqual([...always, ...more])
  })

  test('HASH_CONFIG stands alone where HASH_REPORT can be had without RSS: asked, and reset after', async () => {
    expect(
      await probed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_HASH_REPORT']),
    ).toEqual([...always, 'ctrl', 'rss', 'hash-report', 'hash-config'])
    expect(device.accepted).toBe(
      featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT']),
    )
    expect(device.calls.at(-1)).toBe('reset')
  })

  test('what is asked is no more than what is offered', async () => {
    await probed(['VIRTIO_NET_F_HASH_REPORT', 'VIRTIO_NET_F_MAC'])
    expect(device.accepted).toBe(featuresNamed(['VIRTIO_NET_F_HASH_REPORT']))
  })

  test('a device that declines has no HASH_CONFIG, and is reset too', async () => {
    device.agrees = false
    expect(await probed(['VIRTIO_NET_F_HASH_REPORT'])).toEqual([...always, 'hash-report'])
    expect(device.calls.at(-1)).toBe('reset')
  })
})
