import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { queueIndex } from '../kernel/brand.ts'
import { bytes } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import {
  arrives,
  config,
  following,
  header12,
  live,
  offers,
  refusalOf,
  rests,
  tcpFrame,
  transmits,
  uses,
} from './live.fixture.ts'
import { type NetState, powerOn } from './state.ts'

const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_F_SUSPEND', 'VIRTIO_NET_F_STATUS'])
const fresh = powerOn({ ...config, offered: features })
const agreed = following(fresh, { kind: 'driver.accepts', features }, { kind: 'device.agrees', ok: true })
const device = following(agreed, { kind: 'driver.starts', size: 8 })
const suspends: NetAction = { kind: 'driver.suspends' }
const resumes: NetAction = { kind: 'driver.resumes' }
const down: NetAction = { kind: 'admin.links', up: false }
const changes: NetAction = { kind: 'device.changes' }
const interrupts: NetAction = { kind: 'device.interrupts', queue: queueIndex(1) }
const shows = (value: string): NetAction => ({ kind: 'device.shows', field: 'device_status', value: bytes(value) })
const clauses = (state: NetState, action: NetAction) => refusalOf(state, action)?.clauses
const asleep = (...before: readonly NetAction[]) => following(device, ...before, suspends, shows('1b'))

describe('before DRIVER_OK', () => {
  it.each([
    ['power-on', fresh, '00'],
    ['agreement', agreed, '0b'],
  ])('SUSPEND goes unheard after %s', (_, state, status) => {
    expect(netDevice().step(state, suspends)).toMatchObject({ ok: true, warnings: [{ by: 'driver' }] })
    const asked = following(state, suspends)
    expect(refusalOf(asked, shows(status))).toBeUndefined()
    expect(clauses(asked, shows((Number.parseInt(status, 16) | 0x10).toString(16)))).toEqual(['core.suspend.device.1'])
  })

  it('there is nothing to resume, and without SUSPEND nothing to suspend', () => {
    expect(refusalOf(agreed, resumes)?.by).toBe('driver')
    expect(refusalOf(device, resumes)?.by).toBe('driver')
    expect(refusalOf(live(), suspends)?.by).toBe('driver')
    expect(refusalOf(asleep(), suspends)?.by).toBe('driver')
  })
})

describe('a request', () => {
  it('is answered by the status it leads to, or by DEVICE_NEEDS_RESET, of which a live device tells', () => {
    const asked = following(device, suspends)
    expect(clauses(asked, shows('0f'))).toEqual(['core.suspend.device.6'])
    expect(clauses(asked, shows('1f'))).toEqual(['core.suspend.device.6'])
    expect(clauses(following(asked, shows('4f')), rests)).toEqual(['core.status.device.3'])
    expect(following(asked, shows('1b')).life.phase).toBe('suspended')
  })

  it('to resume likewise', () => {
    const asked = following(asleep(), resumes)
    expect(clauses(asked, shows('1b'))).toEqual(['core.suspend.device.7'])
    expect(clauses(asked, shows('1f'))).toEqual(['core.suspend.device.7'])
    expect(clauses(following(asked, shows('5b')), rests)).toBeUndefined()
    expect(following(asked, shows('0f')).life.phase).toBe('live')
  })

  it('should find every used buffer announced', () => {
    const used = following(device, transmits(1, 2, 7, tcpFrame), uses(1, 2))
    const step = netDevice().step(following(used, suspends), shows('1b'))
    expect(step).toMatchObject({ ok: true, warnings: [{ by: 'device', clauses: ['core.suspend.device.8'] }] })
    expect(netDevice().enabled(following(used, suspends))).toEqual([interrupts])
  })
})

describe('a suspended device', () => {
  const filled = asleep(offers(0, 1), rests, transmits(1, 2, 7, tcpFrame), arrives(3, tcpFrame))

  it.each<[string, NetAction, string]>([
    ['uses no chain', uses(1, 2), 'core.suspend.device.3'],
    ['places no frame', uses(0, 1, header12 + tcpFrame), 'core.suspend.device.3'],
    ['notifies of no queue', interrupts, 'core.suspend.device.3'],
    ['tells of no change', changes, 'core.suspend.device.4'],
  ])('%s', (_, action, clause) => {
    expect(clauses(filled, action)).toEqual([clause])
  })

  it('rests, and keeps what it was given', () => {
    expect(following(filled, rests)).toEqual(filled)
    expect(netDevice().hidden(filled)).toEqual([])
    expect(refusalOf(filled, offers(0, 9))?.by).toBe('driver')
  })

  it('serves it once it resumes; what came meanwhile, or just before, may be lost', () => {
    const woken = following(filled, arrives(4, tcpFrame), rests, resumes, shows('0f'))
    expect(clauses(woken, rests)).toEqual(['house.transmit.lost', 'house.chain.lost'])
    const served = following(woken, uses(1, 2), { kind: 'device.sends', bytes: tcpFrame }, interrupts)
    expect(refusalOf(served, rests)).toBeUndefined()
    expect(refusalOf(served, uses(0, 1, header12 + tcpFrame))).toBeUndefined()
  })

  it('tells of what changed when it resumes, and not before', () => {
    const changed = following(asleep(), down, rests)
    const woken = following(changed, resumes, shows('0f'))
    expect(clauses(woken, rests)).toEqual(['core.suspend.device.5'])
    expect(refusalOf(following(woken, changes), rests)).toBeUndefined()
    const undone = following(changed, { kind: 'admin.links', up: true }, resumes, shows('0f'))
    expect(refusalOf(undone, rests)).toBeUndefined()
    const before = following(device, down, suspends, shows('1b'), { kind: 'admin.links', up: true }, down)
    expect(clauses(following(before, resumes, shows('0f')), rests)).toEqual(['house.configuration.told'])
  })

  it('shows the change at once, or then', () => {
    const asked = following(asleep(), down, { kind: 'driver.reads', field: 'status' })
    const status = (value: string): NetAction => ({ kind: 'device.shows', field: 'status', value: bytes(value) })
    expect(refusalOf(asked, status('0000'))).toBeUndefined()
    expect(refusalOf(asked, status('0100'))).toBeUndefined()
    expect(netDevice().enabled(asked)).toEqual([status('0000'), status('0100')])
    expect(refusalOf(asked, status('0200'))?.by).toBe('device')
  })
})
