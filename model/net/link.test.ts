import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { union } from '../kernel/bits.ts'
import { bytes } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import { arrives, config, following, live, offers, refusalOf, rests, tcpFrame, transmits } from './live.fixture.ts'
import { powerOn } from './state.ts'

const down: NetAction = { kind: 'admin.links', up: false }
const up: NetAction = { kind: 'admin.links', up: true }
const changes: NetAction = { kind: 'device.changes' }
const STATUS = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_STATUS'])
const device = following(
  powerOn({ ...config, offered: union(config.offered, STATUS) }),
  { kind: 'driver.accepts', features: STATUS },
  { kind: 'device.agrees', ok: true },
  { kind: 'driver.starts', size: 8 },
)

describe('the link', () => {
  it('is up after power-on, and stays as it is over a reset', () => {
    expect(powerOn(config).link).toBe(true)
    expect(following(device, down, { kind: 'driver.resets' }).link).toBe(false)
  })

  it('is told of where STATUS is negotiated, one notification for all that changed', () => {
    expect(refusalOf(following(device, down), rests)?.clauses).toEqual(['house.configuration.told'])
    expect(netDevice().enabled(following(device, down))).toContainEqual(changes)
    expect(refusalOf(following(device, down, up, changes), rests)).toBeUndefined()
    expect(refusalOf(following(device, up), rests)).toBeUndefined()
    expect(refusalOf(following(live(), down), rests)).toBeUndefined()
  })

  it('shows in status', () => {
    const shows = (value: string): NetAction => ({ kind: 'device.shows', field: 'status', value: bytes(value) })
    const asked = following(device, down, { kind: 'driver.reads', field: 'status' })
    expect(refusalOf(asked, shows('0000'))).toBeUndefined()
    expect(refusalOf(asked, shows('0100'))?.because).toBe('status reads 0x1, not 0x0')
  })

  it('loses what passes while it is down, or may not', () => {
    const settled = following(live(), offers(0, 1), rests)
    expect(refusalOf(following(settled, arrives(3, tcpFrame)), rests)?.clauses).toEqual(['house.frame.lost'])
    expect(refusalOf(following(settled, arrives(3, tcpFrame), down), rests)).toBeUndefined()
    expect(refusalOf(following(settled, down, arrives(3, tcpFrame)), rests)).toBeUndefined()
    const lost = (...actions: readonly NetAction[]) => refusalOf(following(live(), ...actions), rests)?.clauses
    expect(lost(transmits(1, 2, 7, tcpFrame), down)).toEqual(['house.chain.lost'])
    expect(lost(down, transmits(1, 2, 7, tcpFrame))).toEqual(['house.chain.lost'])
    expect(lost(transmits(1, 2, 7, tcpFrame))).toEqual(['house.transmit.lost', 'house.chain.lost'])
  })
})
