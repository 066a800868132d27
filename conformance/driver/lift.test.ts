import { beforeEach, describe, expect, test } from 'vitest'
import { type FeatureName, featuresNamed } from '../../model/feature/table.ts'
import { ringPosition } from '../../model/kernel/brand.ts'
import { anyTraits } from '../../model/net/config.ts'
import type { Capability } from '../../properties/target.ts'
import { FakeDevice, fakeTarget } from './fake-device.fixture.ts'
import { liftToTarget } from './lift.ts'

let device: FakeDevice

const CONFIG = [
  [0x52, 0x54, 0, 0x12, 0x34, 0x56], // mac
  [1, 0], // status
  [4, 0], // max_virtqueue_pairs
  [0, 0], // mtu
  [0, 0, 0, 0, 0], // speed, duplex
  [40], // rss_max_key_size
  [0x80, 1], // rss_max_indirection_table_length
  [0xff, 1, 0, 0], // supported_hash_types
].flat()

async function hasOf(names: readonly FeatureName[]): Promise<readonly Capability[]> {
  device.offered = featuresNamed(names)
  return [...(await liftToTarget(fakeTarget(device)).capabilities()).has].sort()
}

const always: readonly Capability[] = ['device-status', 'memory-watch', 'net']

beforeEach(() => {
  device = new FakeDevice()
  device.config.set(CONFIG)
})

describe('the capabilities of a lifted target', () => {
  test('are read once, on a device that is reset first and closed in the end', async () => {
    const target = liftToTarget(fakeTarget(device))
    const first = await target.capabilities()
    expect(await target.capabilities()).toBe(first)
    expect(device.calls).toEqual(['reset', 'readConfig 0 6', 'close'])
  })

  test('hold the configuration that the offered features make valid', async () => {
    device.offered = featuresNamed(['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_CTRL_VQ'])
    const { config } = await liftToTarget(fakeTarget(device)).capabilities()
    expect(config).toEqual({
      offered: device.offered,
      maxPairs: 4,
      mac: '525400123456',
      maxKeySize: 40,
      maxTableLength: 384,
      hashTypes: 0x1ff,
      traits: anyTraits,
    })
  })

  test('leave out of the configuration what no feature makes valid', async () => {
    const { config } = await liftToTarget(fakeTarget(device)).capabilities()
    expect(config).toMatchObject({ maxPairs: 1, maxKeySize: 0, maxTableLength: 0, hashTypes: 0 })
    device.offered = featuresNamed(['VIRTIO_NET_F_HASH_REPORT'])
    const hashing = await liftToTarget(fakeTarget(device)).capabilities()
    expect(hashing.config).toMatchObject({ maxPairs: 1, maxKeySize: 40, maxTableLength: 0, hashTypes: 0x1ff })
  })

  test('follow from the features, one by one', async () => {
    expect(await hasOf([])).toEqual(always)
    expect(await hasOf(['VIRTIO_NET_F_CTRL_VQ'])).toEqual(['ctrl', ...always])
    expect(await hasOf(['VIRTIO_NET_F_MQ'])).toEqual([...always, 'mq', 'pairs-2', 'pairs-4'].sort())
    expect(await hasOf(['VIRTIO_NET_F_RSS'])).toEqual([...always, 'pairs-2', 'pairs-4', 'rss'].sort())
    expect(await hasOf(['VIRTIO_NET_F_HASH_REPORT'])).toEqual([...always, 'hash-config', 'hash-report'].sort())
  })

  test.each([
    [1, []],
    [2, ['pairs-2']],
    [3, ['pairs-2']],
    [4, ['pairs-2', 'pairs-4']],
  ])('of %i pairs: %j', async (pairs, expected) => {
    device.config.set([pairs, 0], 8)
    const has = await hasOf(['VIRTIO_NET_F_MQ'])
    expect(has.filter((capability) => capability.startsWith('pairs'))).toEqual(expected)
  })

  test('say whether HASH_REPORT can be had without RSS, by trying; the device is reset afterwards', async () => {
    const names: readonly FeatureName[] = [
      'VIRTIO_F_VERSION_1',
      'VIRTIO_NET_F_CTRL_VQ',
      'VIRTIO_NET_F_RSS',
      'VIRTIO_NET_F_HASH_REPORT',
    ]
    expect(await hasOf(names)).toContain('hash-config')
    expect(device.accepted).toBe(
      featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT']),
    )
    expect(device.calls.slice(-2)).toEqual(['reset', 'close'])
    device.agrees = false
    expect(await hasOf(names)).not.toContain('hash-config')
  })

  test('have what the target adds, and lack what it calls missing, with the reason', async () => {
    device.offered = featuresNamed(['VIRTIO_NET_F_MQ'])
    const missing = { mq: 'needs root for a tap' }
    const target = liftToTarget(fakeTarget(device, { extras: ['interrupts'], missing, notes: ['a puppet'] }))
    const capabilities = await target.capabilities()
    expect([...capabilities.has].sort()).toEqual([...always, 'interrupts', 'pairs-2', 'pairs-4'].sort())
    expect(capabilities.missing).toEqual(missing)
    expect(capabilities.notes).toEqual(['a puppet'])
  })

  test('have neither reasons nor notes where the target gives none', async () => {
    const capabilities = await liftToTarget(fakeTarget(device)).capabilities()
    expect(Object.keys(capabilities).sort()).toEqual(['config', 'has'])
  })

  test('close the device even if it cannot be read', async () => {
    device.on = (call) => {
      if (call.startsWith('readConfig')) throw new Error('no configuration')
    }
    await expect(liftToTarget(fakeTarget(device)).capabilities()).rejects.toThrow('no configuration')
    expect(device.calls.at(-1)).toBe('close')
  })
})

describe('a lifted target', () => {
  test('keeps the name and the version', () => {
    const { name, version } = liftToTarget(fakeTarget(device, { name: 'puppet', version: '7' }))
    expect([name, version]).toEqual(['puppet', '7'])
  })

  test('opens a device with the seed, and leaves it as it is', async () => {
    const seeds: unknown[] = []
    const open = async (options: unknown) => {
      seeds.push(options)
      return device
    }
    const session = await liftToTarget(fakeTarget(device, { open })).open({ seed: 5 })
    expect(seeds).toEqual([{ seed: 5 }])
    expect(device.calls).toEqual([])
    expect(await session.settle()).toEqual([{ kind: 'device.rests' }])
  })

  test.each([
    [['ring-position'] as const, []],
    [[] as const, 'skipped'],
  ])('with the extras %j lets rings begin elsewhere: %j', async (extras, expected) => {
    const session = await liftToTarget(fakeTarget(device, { extras })).open()
    await session.perform({ kind: 'driver.accepts', features: featuresNamed([]) })
    const position = ringPosition(65_530)
    expect(await session.perform({ kind: 'driver.starts', size: 8, position })).toEqual(expected)
  })

  test('disposes of the target, if it has something to dispose of', async () => {
    let disposed = 0
    const dispose = async () => {
      disposed++
    }
    await liftToTarget(fakeTarget(device)).dispose?.()
    await liftToTarget(fakeTarget(device, { dispose })).dispose?.()
    expect(disposed).toBe(1)
  })
})
