import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { queueIndex } from '../kernel/brand.ts'
import { bytes } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import { coalescingRenewed, isDueByChange, mayHold, parametersOf } from './coalescing.ts'
import { netDevice } from './device.ts'
import { acknowledges, applies, commands, config, header12, offers, plainFrame, uses } from './live.fixture.ts'
import { offloadsInForce, offloadsOf } from './offloads.ts'
import { faultsOfReply, repliesTo } from './reply.ts'
import { defaultSetting } from './setting.ts'
import { type NetState, powerOn } from './state.ts'
import { countsOf, noStatistics } from './statistics.ts'
import { boundsOf } from './statistics-bounds.ts'
import { encodeReplies, faultsOfReplies } from './statistics-reply.ts'
import { isUnlocked, replySize, statisticsTypes } from './statistics-type.ts'

const features = featuresNamed([
  'VIRTIO_F_VERSION_1',
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_DEVICE_STATS',
  'VIRTIO_NET_F_NOTF_COAL',
])
const rests: NetAction = { kind: 'device.rests' }
const interrupts = (queue: number): NetAction => ({ kind: 'device.interrupts', queue: queueIndex(queue) })

function stateAfter(...actions: readonly NetAction[]): NetState {
  const machine = netDevice()
  return actions.reduce(
    (state, action) => {
      const step = machine.step(state, action)
      if (!step.ok) throw new Error(`${action.kind}: ${step.refusal.because}`)
      return step.state
    },
    powerOn({ ...config, offered: features, maxPairs: 1 }),
  )
}
const begun: readonly NetAction[] = [
  { kind: 'driver.accepts', features },
  { kind: 'device.agrees', ok: true },
  { kind: 'driver.starts', size: 8 },
]
const frame = plainFrame(1)
const placed: readonly NetAction[] = [
  offers(0, 1),
  rests,
  { kind: 'wire.arrives', frame: 1, bytes: frame },
  uses(0, 1, header12 + frame),
]

describe('what was seen', () => {
  it('is counted, and sure once the device rested', () => {
    const seen = stateAfter(...begun, ...placed, interrupts(0))
    expect(boundsOf(seen, 0, 'rx_packets')).toEqual({ low: 0n, high: 1n })
    const rested = stateAfter(...begun, ...placed, interrupts(0), rests)
    expect(boundsOf(rested, 0, 'rx_packets')).toEqual({ low: 1n, high: 1n })
    expect(boundsOf(rested, 0, 'rx_bytes')).toEqual({ low: 64n, high: 64n })
    expect(boundsOf(rested, 0, 'rx_interrupts').low).toBe(1n)
    expect(boundsOf(rested, 0, 'rx_drops').low).toBe(0n)
  })

  it('counts commands, the one that asks among them', () => {
    expect(boundsOf(stateAfter(...begun), 2, 'command_num')).toEqual({ low: 1n, high: 1n })
    const one = [commands(5, { name: 'STATS_QUERY' }), applies(5), acknowledges(5, 0, 2), interrupts(2)]
    expect(boundsOf(stateAfter(...begun, ...one), 2, 'ok_num')).toEqual({ low: 2n, high: 2n })
  })

  it('may or may not be forgotten by a reset', () => {
    const reset = stateAfter(...begun, ...placed, interrupts(0), rests, { kind: 'driver.resets' })
    expect(countsOf((reset.statistics ?? noStatistics).earlier, 0).packets).toBe(1)
    expect(boundsOf(reset, 0, 'rx_packets')).toEqual({ low: 0n, high: 1n })
  })
})

describe('replies', () => {
  const get = { name: 'STATS_GET', requests: [{ queue: 2, types: [32] }] } as const
  const state = stateAfter(...begun)
  const right = `2000 0200 0000 1800 ${'0100000000000000'.repeat(2)}`.replaceAll(' ', '')

  it('name type, queue and size', () => {
    expect(encodeReplies(state, get, 'low')).toBe(right)
    expect(faultsOfReplies(state, get, 24, bytes(right))).toEqual([])
    expect(faultsOfReplies(state, get, 12, bytes(right.slice(0, 24)))).toEqual([])
  })

  it.each([
    ['another type', right.replace('20', '21'), 'net.stats.device.9'],
    ['another queue', right.replace('0200', '0100'), 'net.stats.device.9'],
    ['another size', right.replace('1800', '1000'), 'net.stats.device.8'],
    ['more', `${right}00`, 'net.stats.device.10'],
    ['less', right.slice(0, 32), 'net.stats.device.10'],
    ['another count', `${right.slice(0, 16)}02${right.slice(18)}`, 'net.stats.def.1'],
  ])('are judged: %s', (_, result, clause) => {
    expect(faultsOfReplies(state, get, 64, bytes(result))[0]?.clauses[0]).toBe(clause)
  })

  it('are cut to the room there is; commands without a result have none', () => {
    const pending = { chain: 1, command: get, applied: 'accepted', doubtful: false, room: 9 } as const
    expect(repliesTo(state, pending)).toEqual([right.slice(0, 18)])
    const pairs = { ...pending, command: { name: 'VQ_PAIRS_SET', pairs: 1 } } as const
    expect(repliesTo(state, pairs)).toEqual([''])
    expect(faultsOfReply(state, pairs, bytes('00'))).toEqual([])
    expect(faultsOfReply(state, pairs, bytes('0000'))[0]?.clauses[0]).toBe('split.used.device.2')
  })
})

describe('types', () => {
  it('have the sizes of their structures', () => {
    const sizes = [...statisticsTypes].map(([bit, type]) => [bit, replySize(type)])
    expect(sizes).toEqual([
      [0, 56],
      [1, 40],
      [2, 40],
      [3, 24],
      [16, 56],
      [17, 24],
      [18, 56],
      [19, 24],
      [32, 24],
    ])
  })

  it('are unlocked by any of their features', () => {
    const gso = statisticsTypes.get(2)
    expect(gso && isUnlocked(gso, featuresNamed(['VIRTIO_NET_F_GUEST_TSO6']))).toBe(true)
    expect(gso && isUnlocked(gso, featuresNamed(['VIRTIO_NET_F_GUEST_CSUM']))).toBe(false)
  })
})

describe('coalescing', () => {
  const set = (maxPackets: number): readonly NetAction[] => [
    commands(7, { name: 'NOTF_COAL_RX_SET', maxPackets, maxUsecs: 9 }),
    applies(7),
    acknowledges(7, 0, 2),
    interrupts(2),
  ]

  it('lets a notification wait, until it may not any more', () => {
    const held = stateAfter(...begun, ...set(5), rests, ...placed, rests)
    expect(mayHold(held, queueIndex(0))).toBe(true)
    expect(parametersOf(held, 1)).toEqual({ maxPackets: 0, maxUsecs: 0 })
    const due = stateAfter(...begun, ...set(5), rests, ...placed, rests, ...set(0))
    expect(isDueByChange(due, queueIndex(0))).toBe(true)
    const step = netDevice().step(due, rests)
    expect(step.ok ? undefined : step.refusal.clauses[0]).toBe('net.coal.def.3')
  })

  it('is that of all receive queues once a queue is enabled anew', () => {
    const state = stateAfter(...begun, ...set(5))
    expect(parametersOf(coalescingRenewed(state, queueIndex(0)), 0)).toEqual({ maxPackets: 5, maxUsecs: 9 })
    expect(parametersOf(coalescingRenewed(state, queueIndex(1)), 1)).toEqual({ maxPackets: 0, maxUsecs: 0 })
  })
})

it('receive offloads are those negotiated until a command says otherwise', () => {
  const some = featuresNamed(['VIRTIO_NET_F_GUEST_TSO4', 'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO_CSUM'])
  expect(offloadsOf(some)).toEqual([7, 47])
  expect(offloadsInForce(defaultSetting, some)).toEqual([7, 47])
  expect(offloadsInForce({ ...defaultSetting, offloads: [7] }, some)).toEqual([7])
})
