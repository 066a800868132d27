import { describe, expect, it } from 'vitest'
import { featureSet, union, without } from '../model/kernel/bits.ts'
import { type FeatureName, feature, features, has, implemented, namesOf, objection, unmet } from './feature.ts'

/** Bit numbers as the network device's chapter lists them. */
const numbers: Readonly<Record<FeatureName, number>> = {
  CSUM: 0,
  GUEST_CSUM: 1,
  CTRL_GUEST_OFFLOADS: 2,
  MTU: 3,
  MAC: 5,
  GUEST_TSO4: 7,
  GUEST_TSO6: 8,
  GUEST_ECN: 9,
  GUEST_UFO: 10,
  HOST_TSO4: 11,
  HOST_TSO6: 12,
  HOST_ECN: 13,
  HOST_UFO: 14,
  MRG_RXBUF: 15,
  STATUS: 16,
  CTRL_VQ: 17,
  CTRL_RX: 18,
  CTRL_VLAN: 19,
  CTRL_RX_EXTRA: 20,
  GUEST_ANNOUNCE: 21,
  MQ: 22,
  CTRL_MAC_ADDR: 23,
  INDIRECT_DESC: 28,
  EVENT_IDX: 29,
  VERSION_1: 32,
  RING_PACKED: 34,
  IN_ORDER: 35,
  RING_RESET: 40,
  SUSPEND: 43,
  DEVICE_STATS: 50,
  HASH_TUNNEL: 51,
  VQ_NOTF_COAL: 52,
  NOTF_COAL: 53,
  GUEST_USO4: 54,
  GUEST_USO6: 55,
  HOST_USO: 56,
  HASH_REPORT: 57,
  GUEST_HDRLEN: 59,
  RSS: 60,
  RSC_EXT: 61,
  SPEED_DUPLEX: 63,
  RSS_CONTEXT: 64,
  GUEST_UDP_TUNNEL_GSO: 65,
  GUEST_UDP_TUNNEL_GSO_CSUM: 66,
  HOST_UDP_TUNNEL_GSO: 67,
  HOST_UDP_TUNNEL_GSO_CSUM: 68,
}

it('numbers the features as the specification does', () => {
  expect(feature).toEqual(numbers)
  expect(features('MAC', 'RSS')).toBe((1n << 5n) | (1n << 60n))
  expect(implemented).toBe(
    featureSet(
      ...[
        0, 1, 2, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 28, 29, 32, 34, 35, 40, 43, 50,
        51, 52, 53, 54, 55, 56, 57, 59, 60, 63, 64, 65, 66, 67, 68,
      ],
    ),
  )
})

it('names bits, known or not', () => {
  expect(namesOf(featureSet(5, 33, 60))).toEqual(['MAC', 'bit 33', 'RSS'])
})

it('tests one bit', () => {
  expect(has(features('RSS'), 'RSS')).toBe(true)
  expect(has(without(implemented, features('RSS')), 'RSS')).toBe(false)
})

describe('requirements', () => {
  it('are met by the empty set and by what the engine implements', () => {
    expect(unmet(features())).toBeUndefined()
    expect(unmet(implemented)).toBeUndefined()
  })

  /** A feature, what meets its requirements, and for each thing left out what is then said. */
  const rows: readonly (readonly [FeatureName, readonly (readonly [FeatureName, string])[], readonly FeatureName[]])[] =
    [
      ['GUEST_TSO4', [['GUEST_CSUM', 'GUEST_CSUM']], []],
      ['GUEST_TSO6', [['GUEST_CSUM', 'GUEST_CSUM']], []],
      ['GUEST_ECN', [['GUEST_TSO4', 'GUEST_TSO4 or GUEST_TSO6']], ['GUEST_CSUM']],
      ['GUEST_ECN', [['GUEST_TSO6', 'GUEST_TSO4 or GUEST_TSO6']], ['GUEST_CSUM']],
      ['GUEST_UFO', [['GUEST_CSUM', 'GUEST_CSUM']], []],
      ['GUEST_USO4', [['GUEST_CSUM', 'GUEST_CSUM']], []],
      ['GUEST_USO6', [['GUEST_CSUM', 'GUEST_CSUM']], []],
      [
        'GUEST_UDP_TUNNEL_GSO',
        [
          ['GUEST_TSO4', 'GUEST_TSO4'],
          ['GUEST_TSO6', 'GUEST_TSO6'],
          ['GUEST_USO4', 'GUEST_USO4'],
          ['GUEST_USO6', 'GUEST_USO6'],
        ],
        ['GUEST_CSUM'],
      ],
      [
        'GUEST_UDP_TUNNEL_GSO_CSUM',
        [['GUEST_UDP_TUNNEL_GSO', 'GUEST_UDP_TUNNEL_GSO']],
        ['GUEST_CSUM', 'GUEST_TSO4', 'GUEST_TSO6', 'GUEST_USO4', 'GUEST_USO6'],
      ],
      ['HOST_TSO4', [['CSUM', 'CSUM']], []],
      ['HOST_TSO6', [['CSUM', 'CSUM']], []],
      ['HOST_ECN', [['HOST_TSO4', 'HOST_TSO4 or HOST_TSO6']], ['CSUM']],
      ['HOST_ECN', [['HOST_TSO6', 'HOST_TSO4 or HOST_TSO6']], ['CSUM']],
      ['HOST_UFO', [['CSUM', 'CSUM']], []],
      ['HOST_USO', [['CSUM', 'CSUM']], []],
      [
        'HOST_UDP_TUNNEL_GSO',
        [
          ['HOST_TSO4', 'HOST_TSO4'],
          ['HOST_TSO6', 'HOST_TSO6'],
          ['HOST_USO', 'HOST_USO'],
        ],
        ['CSUM'],
      ],
      [
        'HOST_UDP_TUNNEL_GSO_CSUM',
        [['HOST_UDP_TUNNEL_GSO', 'HOST_UDP_TUNNEL_GSO']],
        ['CSUM', 'HOST_TSO4', 'HOST_TSO6', 'HOST_USO'],
      ],
      ['CTRL_RX', [['CTRL_VQ', 'CTRL_VQ']], []],
      ['CTRL_VLAN', [['CTRL_VQ', 'CTRL_VQ']], []],
      ['GUEST_ANNOUNCE', [['CTRL_VQ', 'CTRL_VQ']], []],
      ['MQ', [['CTRL_VQ', 'CTRL_VQ']], []],
      ['CTRL_MAC_ADDR', [['CTRL_VQ', 'CTRL_VQ']], []],
      ['NOTF_COAL', [['CTRL_VQ', 'CTRL_VQ']], []],
      ['VQ_NOTF_COAL', [['CTRL_VQ', 'CTRL_VQ']], []],
      ['RSC_EXT', [['HOST_TSO4', 'HOST_TSO4 or HOST_TSO6']], ['CSUM']],
      ['RSC_EXT', [['HOST_TSO6', 'HOST_TSO4 or HOST_TSO6']], ['CSUM']],
      ['RSS', [['CTRL_VQ', 'CTRL_VQ']], []],
      [
        'HASH_TUNNEL',
        [
          ['CTRL_VQ', 'CTRL_VQ'],
          ['HASH_REPORT', 'RSS or HASH_REPORT'],
        ],
        [],
      ],
      ['HASH_TUNNEL', [['RSS', 'RSS or HASH_REPORT']], ['CTRL_VQ']],
      ['RSS_CONTEXT', [['RSS', 'RSS']], ['CTRL_VQ']],
    ]

  it.each(rows)('of %s', (name, needs, rest) => {
    const others = features(...needs.map(([other]) => other), ...rest)
    expect(unmet(union(features(name), others))).toBeUndefined()
    expect(unmet(others)).toBeUndefined()
    for (const [other, said] of needs) {
      const set = union(features(name), without(others, features(other)))
      expect(unmet(set)).toBe(`${name} requires ${said}`)
    }
  })

  it('of RSS_CONTEXT: the control queue first', () => {
    expect(unmet(features('RSS_CONTEXT'))).toBe('RSS_CONTEXT requires CTRL_VQ')
  })

  it('of HASH_REPORT are none', () => {
    expect(unmet(features('HASH_REPORT'))).toBeUndefined()
  })
})

describe('an objection', () => {
  it('is against what was not offered, first of all', () => {
    expect(objection(implemented, featureSet(5, 32, 33))).toBe('not offered: bit 33')
    expect(objection(features('VERSION_1'), featureSet(5, 22, 32))).toBe('not offered: MAC, MQ')
    expect(objection(implemented, featureSet(70))).toBe('not offered: bit 70')
  })
  it('is against the legacy interface', () => {
    expect(objection(implemented, features('MAC'))).toBe('VERSION_1 is required')
  })
  it('is against unmet requirements', () => {
    expect(objection(implemented, features('VERSION_1', 'RSS'))).toBe('RSS requires CTRL_VQ')
  })
  it('is against nothing else', () => {
    expect(objection(implemented, features('VERSION_1'))).toBeUndefined()
    expect(objection(implemented, features('VERSION_1', 'HASH_REPORT'))).toBeUndefined()
    expect(objection(implemented, implemented)).toBeUndefined()
  })
})
