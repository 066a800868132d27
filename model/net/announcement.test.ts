import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { union } from '../kernel/bits.ts'
import { bytes } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import { announced } from './announcement.ts'
import { netDevice } from './device.ts'
import { acknowledges, applies, commands, config, following, live, refusalOf, rests } from './live.fixture.ts'
import { type NetState, powerOn } from './state.ts'

const names = ['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_STATUS', 'VIRTIO_NET_F_CTRL_VQ'] as const
const announces: NetAction = { kind: 'admin.announces' }
const changes: NetAction = { kind: 'device.changes' }
const reads: NetAction = { kind: 'driver.reads', field: 'status' }
const shows = (value: string): NetAction => ({ kind: 'device.shows', field: 'status', value: bytes(value) })
const started = (...more: readonly ('VIRTIO_NET_F_GUEST_ANNOUNCE' | 'VIRTIO_NET_F_STATUS')[]): NetState => {
  const features = featuresNamed([...names, ...more])
  return following(
    powerOn({ ...config, offered: union(config.offered, features) }),
    { kind: 'driver.accepts', features },
    { kind: 'device.agrees', ok: true },
    { kind: 'driver.starts', size: 8 },
  )
}
const device = started('VIRTIO_NET_F_GUEST_ANNOUNCE')
const ack = (chain: number): NetAction => commands(chain, { name: 'ANNOUNCE_ACK' })
const done = (chain: number): readonly NetAction[] => [ack(chain), applies(chain), acknowledges(chain, 0, 2)]
const refused = (state: NetState, value: string) => refusalOf(following(state, reads), shows(value))?.clauses[0]

describe('an announcement that is asked for', () => {
  it('shows in status and is told of', () => {
    const asked = following(device, announces)
    expect(refusalOf(asked, rests)?.clauses).toEqual(['house.configuration.told'])
    expect(refused(asked, '0300')).toBeUndefined()
    expect(refused(asked, '0100')).toBe('house.announce.kept')
    expect(refusalOf(following(asked, changes), rests)).toBeUndefined()
    expect(refusalOf(following(asked, changes, announces), rests)).toBeUndefined()
  })

  it('is over once ANNOUNCE_ACK is acknowledged, which must be taken', () => {
    const asked = following(device, announces, changes)
    const over = following(asked, ...done(5))
    expect(refused(over, '0100')).toBeUndefined()
    expect(refused(over, '0300')).toBe('net.announce.device.1')
    expect(refusalOf(following(asked, ack(5)), applies(5, false))?.clauses).toEqual(['house.control.valid'])
  })

  it('may be acknowledged or turned down where nobody asked', () => {
    const outcomes = netDevice().hidden(following(device, ack(5)))
    expect(outcomes).toEqual([applies(5, false), applies(5, true)])
    expect(refused(device, '0300')).toBe('house.announce.kept')
  })

  it('may be on or off where the command was on its way, until somebody looks', () => {
    const asked = following(device, announces, changes)
    const either = following(asked, ack(5), announces, applies(5), acknowledges(5, 0, 2))
    expect([refused(either, '0100'), refused(either, '0300')]).toEqual([undefined, undefined])
    const seen = following(either, reads, shows('0100'))
    expect(refused(seen, '0300')).toBe('net.announce.device.1')
  })

  it('is nothing to a driver without the feature, or to a device that is not started', () => {
    const without = started()
    expect(announced(without)).toBe(without)
    expect(announced(powerOn(config))).toEqual(powerOn(config))
    expect(announced(live({ features: ['VIRTIO_NET_F_GUEST_ANNOUNCE', 'VIRTIO_NET_F_CTRL_VQ'] }))).toMatchObject({
      announcement: 'maybe',
      notice: { owed: undefined },
    })
  })

  it('may stand over a reset where the feature is negotiated again, and never shows without', () => {
    const reset = following(device, announces, changes, { kind: 'driver.resets' })
    expect(reset.announcement).toBe('maybe')
    const answered = following(reset, { kind: 'device.shows', field: 'device_status', value: bytes('00') })
    expect(refused(answered, '0300')).toBe('house.announce.kept')
    expect(refused(answered, '0100')).toBeUndefined()
  })
})
