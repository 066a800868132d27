import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { bytes } from '../kernel/bytes.ts'
import type { ControlCommand } from '../wire/control-command.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import { mayBeWithheld } from './filtering.ts'
import {
  acknowledges,
  applies,
  arrives,
  commands,
  configured,
  following,
  header12,
  live,
  offers,
  refusalOf,
  rests,
  uses,
} from './live.fixture.ts'
import type { NetState } from './state.ts'

const features = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_CTRL_RX', 'VIRTIO_NET_F_CTRL_MAC_ADDR'] as const
const control = 2
const station = bytes('02aa00000001')
const to = (mac: string) => bytes(`${mac}020000000001${'88b5'}${'00'.repeat(46)}`)
const table: ControlCommand = { name: 'MAC_TABLE_SET', unicast: [station], multicast: [] }
const promisc = (on: boolean): ControlCommand => ({ name: 'RX_MODE', mode: 'PROMISC', on })

/** A device with a buffer, after these commands. */
const device = (...all: readonly ControlCommand[]): NetState =>
  following(
    all.reduce((state, command, at) => configured(state, command, 900 + at), live({ features })),
    offers(0, 1, 2048),
    rests,
  )
const interrupts: NetAction = { kind: 'device.interrupts', queue: queueIndex(control) }
const placed = (mac: string): NetAction => uses(0, 1, header12 + to(mac))
const warningsOf = (state: NetState, action: NetAction) => {
  const step = netDevice().step(state, action)
  return step.ok ? (step.warnings ?? []).map(({ clauses }) => clauses[0]) : step.refusal.clauses
}

describe('a frame that is listed', () => {
  it('must come, by the clause of its table', () => {
    const sent = following(device(promisc(false), table), arrives(1, to(station)))
    expect(refusalOf(sent, rests)?.clauses[0]).toBe('net.mac.device.2')
    expect(warningsOf(sent, placed(station))).toEqual([])
  })

  it('need not while a command may have taken it out, nor did it break anything by coming', () => {
    const sent = following(
      device(promisc(false), table),
      commands(5, { ...table, unicast: [] }),
      arrives(1, to(station)),
    )
    expect(warningsOf(sent, placed(station))).toEqual([])
    const done = following(sent, applies(5), acknowledges(5, 0, control), interrupts)
    expect(done.arriving.map(mayBeWithheld)).toEqual([true])
    expect(refusalOf(done, rests)).toBeUndefined()
  })

  it('that is lost since a command was turned down is the clause of that', () => {
    const raw: ControlCommand = { name: 'RAW', class: 1, command: 0, data: bytes('01') }
    const refused = following(
      device(promisc(false), table),
      commands(5, raw),
      applies(5, false),
      acknowledges(5, 1, control),
    )
    expect(refusalOf(following(refused, arrives(1, to(station))), rests)?.clauses[0]).toBe('house.control.refused')
    const taken = following(refused, commands(6, table), applies(6), acknowledges(6, 0, control), interrupts)
    expect(refusalOf(following(taken, arrives(1, to(station))), rests)?.clauses[0]).toBe('net.mac.device.2')
  })
})

describe('a frame that is not', () => {
  it('should not come, and the device does not place it', () => {
    const sent = following(device(promisc(false)), arrives(1, to(station)))
    expect(warningsOf(sent, placed(station))).toEqual(['net.mac.device.4'])
    expect(warningsOf(sent, rests)).toEqual([])
    expect(netDevice().enabled(sent)).toEqual([rests])
  })

  it('should come where the device is promiscuous, and the device places it before it rests', () => {
    const sent = following(device(promisc(true)), arrives(1, to(station)))
    expect(warningsOf(sent, rests)).toEqual(['net.rx-mode.device.2'])
    expect(warningsOf(sent, placed(station))).toEqual([])
    expect(netDevice().enabled(sent)).not.toContainEqual(rests)
  })

  it('may come or not before anybody said anything', () => {
    const sent = following(device(), arrives(1, to(station)))
    expect(warningsOf(sent, rests)).toEqual([])
    expect(warningsOf(sent, placed(station))).toEqual([])
  })
})
