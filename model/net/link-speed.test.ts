import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { union } from '../kernel/bits.ts'
import { bytes } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import type { ConfigField, NetConfigField } from './config-field.ts'
import { netDevice } from './device.ts'
import { faultsOfSpeed } from './link-speed.ts'
import { config, following, refusalOf } from './live.fixture.ts'
import { type NetState, powerOn } from './state.ts'
import { faultsOfWriting } from './writing.ts'

const features = featuresNamed([
  'VIRTIO_F_VERSION_1',
  'VIRTIO_NET_F_STATUS',
  'VIRTIO_NET_F_MTU',
  'VIRTIO_NET_F_SPEED_DUPLEX',
])
const offered = union(config.offered, features)
const begin: readonly NetAction[] = [
  { kind: 'driver.accepts', features },
  { kind: 'device.agrees', ok: true },
  { kind: 'driver.starts', size: 8 },
]
const device = following(powerOn({ ...config, offered, mtu: 1500, speed: 1000, duplex: 1 }), ...begin)
const shows = (field: ConfigField, value: string): NetAction => ({ kind: 'device.shows', field, value: bytes(value) })
const reads = (state: NetState, field: ConfigField, value: string): NetState =>
  following(state, { kind: 'driver.reads', field }, shows(field, value))
const first = (state: NetState, field: ConfigField, value: string) => {
  const step = netDevice().step(following(state, { kind: 'driver.reads', field }), shows(field, value))
  return step.ok ? step.warnings?.[0]?.clauses[0] : step.refusal.clauses[0]
}

describe('speed and duplex', () => {
  it.each([
    ['speed', '00000000', undefined],
    ['speed', 'ffffff7f', undefined],
    ['speed', '00000080', 'net.config.device.10'],
    ['speed', 'ffffffff', undefined],
    ['duplex', '00', undefined],
    ['duplex', '01', undefined],
    ['duplex', '02', 'net.config.device.11'],
    ['duplex', 'ff', undefined],
  ] as const)('%s may be %s: %s', (field, value, clause) => {
    expect(first(device, field, value)).toBe(clause)
  })

  it('should stay while the link is up, and may change with it or with a reset', () => {
    const seen = reads(device, 'speed', 'e8030000')
    expect(first(seen, 'speed', '10270000')).toBe('net.config.device.12')
    expect(first(seen, 'speed', 'e8030000')).toBeUndefined()
    expect(first(seen, 'duplex', '00')).toBeUndefined()
    const relinked = following(seen, { kind: 'admin.links', up: false }, { kind: 'admin.links', up: true })
    expect(first(relinked, 'speed', '10270000')).toBeUndefined()
    expect(faultsOfSpeed({ ...seen, life: { phase: 'reset' } }, 'speed', bytes('10270000'))).toEqual([])
  })
})

describe('mtu', () => {
  it.each([
    ['dc05', undefined],
    ['2823', 'net.config.device.4'],
    ['4300', 'net.config.device.2'],
  ])('may be %s: %s', (value, clause) => {
    expect(first(device, 'mtu', value)).toBe(clause)
  })

  it('should be at least 1280', () => {
    const small = following(powerOn({ ...config, offered, mtu: 1279 }), ...begin)
    expect(first(small, 'mtu', 'ff04')).toBe('net.config.device.3')
  })
})

describe('a field that the driver writes to', () => {
  const writes = { kind: 'driver.writes', field: 'mtu' as NetConfigField, value: bytes('2823') } as const

  it('stays as it was; the driver should not have', () => {
    const written = following(device, writes)
    expect(first(written, 'mtu', '2823')).toBe('net.config.def.1')
    expect(first(written, 'mtu', 'dc05')).toBeUndefined()
    expect(faultsOfWriting(writes)).toMatchObject([{ by: 'driver', clauses: ['net.config.driver.1'], noted: true }])
    expect(refusalOf(device, writes)).toBeUndefined()
  })
})
