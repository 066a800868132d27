import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { queueIndex } from '../kernel/brand.ts'
import { bytes } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import {
  agreed,
  arrives,
  commands,
  config,
  following,
  header12,
  header20,
  live,
  multiqueue,
  offers,
  refusalOf,
  rests,
  rssConfig,
  tcpFrame,
  transmits,
  uses,
} from './live.fixture.ts'
import { powerOn } from './state.ts'

const enables: NetAction = { kind: 'driver.enables', size: 8 }
const driverOk: NetAction = { kind: 'driver.sets', bit: 'DRIVER_OK' }
const shows: NetAction = { kind: 'device.shows', field: 'device_status', value: bytes('0f') }
const sends: NetAction = { kind: 'device.sends', bytes: tcpFrame }
const interrupts: NetAction = { kind: 'device.interrupts', queue: queueIndex(1) }

describe('a device whose queues are enabled, DRIVER_OK being awaited', () => {
  const filled = following(agreed({ features: multiqueue }), enables, offers(0, 1), transmits(1, 2, 7, tcpFrame), rests)

  it.each<[string, NetAction]>([
    ['uses no chain', uses(1, 2)],
    ['places no frame', uses(0, 1, header12 + tcpFrame)],
    ['sends no frame', sends],
    ['notifies of nothing', interrupts],
  ])('%s', (_, action) => {
    expect(refusalOf(following(filled, arrives(3, tcpFrame)), action)).toMatchObject({
      by: 'device',
      clauses: ['core.status.device.1'],
    })
  })

  it('rests, whatever was made available', () => {
    expect(netDevice().enabled(filled)).toEqual([rests])
    expect(following(filled, rests)).toEqual(filled)
  })

  it('has seen no chain yet: a frame may be lost until it has', () => {
    const begun = following(filled, driverOk, shows, arrives(4, tcpFrame))
    expect(begun.queues[0]?.chains).toEqual([{ id: 1, room: 2048, descriptors: 1, surely: false }])
  })

  it('serves everything once DRIVER_OK is set', () => {
    const begun = following(filled, driverOk, shows)
    expect(begun.life.phase).toBe('live')
    expect(refusalOf(begun, rests)?.clauses).toEqual(['net.mq.def.1'])
    expect(following(begun, uses(1, 2), sends, interrupts, rests).queues[1]?.chains).toEqual([])
  })

  it('may place a frame that came before, or have dropped it', () => {
    const begun = following(filled, arrives(3, tcpFrame), driverOk, shows, uses(1, 2), sends, interrupts)
    expect(refusalOf(begun, rests)).toBeUndefined()
    expect(refusalOf(begun, uses(0, 1, header12 + tcpFrame))).toBeUndefined()
  })

  it('takes no command, no second start, and no bit twice', () => {
    expect(refusalOf(filled, commands(9, rssConfig([0])))?.by).toBe('driver')
    expect(refusalOf(filled, { kind: 'driver.starts', size: 8 })?.by).toBe('driver')
    expect(refusalOf(filled, enables)?.by).toBe('driver')
    expect(refusalOf(following(filled, driverOk, shows), driverOk)?.by).toBe('driver')
  })
})

describe('features written after FEATURES_OK', () => {
  const rewrites = (...names: Parameters<typeof featuresNamed>[0]): NetAction => ({
    kind: 'driver.rewrites',
    features: featuresNamed(['VIRTIO_F_VERSION_1', ...names]),
  })

  it('are the driver’s mistake, which the device overlooks', () => {
    const step = netDevice().step(agreed(), rewrites())
    expect(step).toMatchObject({ ok: true, warnings: [{ by: 'driver', clauses: ['core.init.driver.9'] }] })
    expect(refusalOf(powerOn(config), rewrites())?.clauses).toEqual(['core.init.driver.1'])
  })

  it('leave the header as it was: another is refused by the clause that freezes the set', () => {
    const device = following(live(), rewrites('VIRTIO_NET_F_HASH_REPORT'), offers(0, 1), rests, arrives(3, tcpFrame))
    expect(refusalOf(device, uses(0, 1, header20() + tcpFrame))?.clauses).toEqual([
      'core.features.def.1',
      'net.hdr.def.1',
      'house.frame.foreign',
    ])
    expect(refusalOf(device, uses(0, 1, header12 + tcpFrame))).toBeUndefined()
  })

  it('explain no header of a size that they do not give', () => {
    const device = following(live(), rewrites('VIRTIO_NET_F_MAC'), offers(0, 1), rests, arrives(3, tcpFrame))
    expect(refusalOf(device, uses(0, 1, header20() + tcpFrame))?.clauses[0]).not.toBe('core.features.def.1')
  })

  it('leave the control queue where it was: silence there is refused by the clause that freezes the set', () => {
    const device = live({ features: multiqueue })
    const asked = (...before: readonly NetAction[]) =>
      refusalOf(
        following(device, ...before, commands(1, rssConfig([0])), { kind: 'device.applies', chain: 1, accepted: true }),
        rests,
      )
    expect(asked()?.clauses).toEqual(['net.vq.def.1'])
    expect(asked(rewrites())?.clauses).toEqual(['core.features.def.1'])
  })

  it('are forgotten at a reset', () => {
    expect(following(live(), rewrites('VIRTIO_NET_F_MAC'), { kind: 'driver.resets' }).rewritten).toBeUndefined()
  })
})
