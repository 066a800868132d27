import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { type FeatureSet, featureSet } from '../kernel/bits.ts'
import { bytes } from '../kernel/bytes.ts'
import type { ConfigField } from './config-field.ts'
import { faultsOfReading, faultsOfShowing, featureBytes, featuresOf, fieldValue, readableFields } from './fields.ts'
import { agreed, config, following, live } from './live.fixture.ts'
import { standardRules } from './rules.ts'
import { powerOn } from './state.ts'

describe('fieldValue', () => {
  it.each<[ConfigField, string | undefined]>([
    ['device_status', '00'],
    ['config_generation', '00'],
    ['status', '0100'],
    ['mac', '525400123456'],
    ['max_virtqueue_pairs', '0400'],
    ['rss_max_key_size', '28'],
    ['rss_max_indirection_table_length', '8000'],
    ['supported_hash_types', 'ff010000'],
    ['mtu', undefined],
  ])('of %s is %s', (field, value) => {
    expect(fieldValue(powerOn(config), field)).toBe(value)
  })

  it('of device_status follows the life cycle', () => {
    expect(fieldValue(live(), 'device_status')).toBe('0f')
  })
})

describe('readableFields', () => {
  const rows = [
    [[], ['device_status', 'device_features', 'config_generation']],
    [['VIRTIO_NET_F_MAC'], ['device_status', 'device_features', 'config_generation', 'mac']],
    [['VIRTIO_NET_F_MQ'], ['device_status', 'device_features', 'config_generation', 'max_virtqueue_pairs']],
    [
      ['VIRTIO_NET_F_HASH_REPORT'],
      ['device_status', 'device_features', 'config_generation', 'rss_max_key_size', 'supported_hash_types'],
    ],
    [
      ['VIRTIO_NET_F_RSS'],
      [
        'device_status',
        'device_features',
        'config_generation',
        'max_virtqueue_pairs',
        'rss_max_key_size',
        'supported_hash_types',
        'rss_max_indirection_table_length',
      ],
    ],
  ] as const
  it.each(rows)('of an offer of %o', (names, fields) => {
    expect(readableFields({ ...config, offered: featuresNamed(names) })).toEqual(fields)
  })
})

describe('faultsOfReading', () => {
  it('wants the feature that gates the field offered', () => {
    const device = powerOn({ ...config, offered: featuresNamed(['VIRTIO_NET_F_MAC']) })
    expect(faultsOfReading(device, 'mac')).toEqual([])
    expect(faultsOfReading(device, 'device_status')).toEqual([])
    expect(faultsOfReading(device, 'rss_max_key_size')).toEqual([
      {
        by: 'driver',
        clauses: ['core.config.driver.3'],
        because: 'no feature that gives rss_max_key_size is offered',
      },
    ])
  })
})

describe('featureBytes', () => {
  it('are 128 bits, the least significant byte first', () => {
    expect(featureBytes(featureSet(0, 9, 32, 70))).toBe('01020000010000004000000000000000')
    expect(featureBytes(featureSet())).toBe('00'.repeat(16))
  })

  it('are undone by featuresOf', () => {
    expect(featuresOf(featureBytes(featureSet(0, 9, 32, 70, 127)))).toBe(featureSet(0, 9, 32, 70, 127))
    expect(featuresOf(bytes('00'))).toBe(featureSet())
  })
})

describe('an offer that is read', () => {
  const shows = (offered: FeatureSet, before = offered) =>
    faultsOfShowing(
      powerOn({ ...config, offered: before }),
      { kind: 'device.shows', field: 'device_features', value: featureBytes(offered) },
      standardRules,
    ).map(({ clauses }) => clauses)

  it('is judged by what it lacks', () => {
    expect(shows(config.offered)).toEqual([])
    expect(shows(featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MQ']))).toEqual([
      ['core.features.device.1', 'net.dep.def.19'],
    ])
  })

  it('is the same as before', () => {
    const less = featuresNamed(['VIRTIO_F_VERSION_1'])
    expect(shows(less, config.offered)).toEqual([['house.features.kept']])
    expect(shows(featureSet(), config.offered)).toEqual([['core.resfeat.device.1'], ['house.features.kept']])
  })
})

describe('faultsOfShowing', () => {
  const shows = (field: ConfigField, value: string, device = powerOn(config)) =>
    faultsOfShowing(device, { kind: 'device.shows', field, value: bytes(value) }, standardRules)

  it('finds nothing in the value that the device is known to have', () => {
    expect(shows('mac', '525400123456')).toEqual([])
    expect(shows('max_virtqueue_pairs', '0400')).toEqual([])
    expect(shows('device_status', '00')).toEqual([])
  })

  it('finds nothing in a value that the model does not know', () => {
    expect(shows('mtu', 'dc05')).toEqual([])
  })

  it('refuses another value', () => {
    expect(shows('max_virtqueue_pairs', '1000')).toEqual([
      { by: 'device', clauses: ['core.config.device.1'], because: 'max_virtqueue_pairs reads 0x10, not 0x4' },
    ])
  })

  it('refuses another value once features were agreed upon by what gives the field, and bits of status that mean nothing', () => {
    const clauses = (field: ConfigField, value: string) => shows(field, value, agreed())[0]?.clauses
    expect(clauses('mac', '000000000000')).toEqual(['net.config.def.2'])
    expect(clauses('max_virtqueue_pairs', '1000')).toEqual(['net.config.def.4'])
    expect(clauses('supported_hash_types', '00000000')).toEqual(['net.config.def.6'])
    expect(clauses('supported_tunnel_types', '01000000')).toEqual(['net.config.def.7'])
    expect(clauses('status', '0400')).toEqual(['net.config.def.3'])
    expect(shows('status', '0400')[0]?.clauses).toEqual(['net.config.def.3'])
  })

  it('refuses another value that no device may have by its limit first', () => {
    expect(shows('rss_max_key_size', '27').map(({ clauses }) => clauses)).toEqual([
      ['net.config.device.7'],
      ['core.config.device.1'],
    ])
  })

  it('refuses a status by the clause of the phase', () => {
    expect(shows('device_status', '80')).toEqual([
      { by: 'device', clauses: ['core.status.def.1'], because: 'device_status reads 0x80, not 0x0' },
    ])
    const reset = following(powerOn(config), { kind: 'driver.resets' })
    expect(shows('device_status', '80', reset)[0]?.clauses).toEqual(['core.reset.device.1'])
    const noticed = following(powerOn(config), { kind: 'driver.sets', bit: 'ACKNOWLEDGE' })
    expect(shows('device_status', '00', noticed)[0]?.clauses).toEqual(['house.status.kept'])
    expect(shows('device_status', '0f', agreed())[0]?.because).toBe('device_status reads 0xf, not 0xb')
  })

  it.each([
    ['max_virtqueue_pairs', { maxPairs: 0 }, '0000', 'net.config.device.1', 'is 0, not 1 to 0x8000'],
    ['max_virtqueue_pairs', { maxPairs: 1 }, '0100', undefined, ''],
    ['max_virtqueue_pairs', { maxPairs: 0x8000 }, '0080', undefined, ''],
    ['max_virtqueue_pairs', { maxPairs: 0x8001 }, '0180', 'net.config.device.1', 'is 32769, not 1 to 0x8000'],
    ['rss_max_key_size', { maxKeySize: 39 }, '27', 'net.config.device.7', 'is 39, not at least 40'],
    ['rss_max_key_size', { maxKeySize: 40 }, '28', undefined, ''],
    [
      'rss_max_indirection_table_length',
      { maxTableLength: 127 },
      '7f00',
      'net.config.device.8',
      'is 127, not at least 128',
    ],
    ['rss_max_indirection_table_length', { maxTableLength: 128 }, '8000', undefined, ''],
  ] as const)('%s under %o breaks what limits it', (field, limits, value, clause, words) => {
    const faults = shows(field, value, powerOn({ ...config, ...limits }))
    const expected = { by: 'device', clauses: [clause], because: `${field} ${words}` }
    expect(faults).toEqual(clause === undefined ? [] : [expected])
  })
})
