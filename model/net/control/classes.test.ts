import { describe, expect, it } from 'vitest'
import { type FeatureName, featuresNamed } from '../../feature/table.ts'
import type { FeatureSet } from '../../kernel/bits.ts'
import { bytes } from '../../kernel/bytes.ts'
import type { ControlCommand } from '../../wire/control-command.ts'
import type { NetConfig } from '../config.ts'
import { clauseOfSupport, isMeant, outcomeOf, ruleOf, settingAfter } from '../control.ts'
import { config, live, rssConfig as rss } from '../live.fixture.ts'
import { defaultSetting } from '../setting.ts'
import type { NetState } from '../state.ts'
import { coalescingVqGet } from './coalescing.ts'
import { guestOffloadsSet } from './offloads.ts'
import { rssContextAdd } from './rss-context.ts'
import { statsQuery } from './stats.ts'
import { hashTunnelSet } from './tunnel.ts'

const ctrl = (...names: readonly FeatureName[]): FeatureSet => featuresNamed(['VIRTIO_NET_F_CTRL_VQ', ...names])
const device: NetConfig = { ...config, tunnelTypes: 0x0f }
const state: NetState = live({ features: ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'] })
const outcome = (command: ControlCommand, features: FeatureSet, of: NetState = state) =>
  outcomeOf(command, features, device, of)

describe('receive offloads', () => {
  const features = ctrl(
    'VIRTIO_NET_F_CTRL_GUEST_OFFLOADS',
    'VIRTIO_NET_F_GUEST_CSUM',
    'VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO',
  )
  const set = (...offloads: readonly number[]): ControlCommand => ({ name: 'GUEST_OFFLOADS_SET', offloads })

  it('may be any subset of what was negotiated', () => {
    expect([set(), set(1), set(1, 46), set(7), set(47), set(65)].map((one) => outcome(one, features))).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'either',
      'either',
      'either',
    ])
    expect(outcome(set(), ctrl())).toBe('either')
  })

  it('replace those before; nobody can tell after a command without a meaning', () => {
    expect(settingAfter({ ...defaultSetting, offloads: [1, 7] }, set(1), true).offloads).toEqual([1])
    expect(settingAfter(defaultSetting, set(9), false).offloads).toBe('anyhow')
    expect(guestOffloadsSet.clauseOf({ name: 'GUEST_OFFLOADS_SET', offloads: [46] }, { features, config })).toBe(
      'net.offloads.def.3',
    )
  })
})

describe('coalescing', () => {
  const features = ctrl('VIRTIO_NET_F_NOTF_COAL', 'VIRTIO_NET_F_VQ_NOTF_COAL')
  const get = (queue: number): ControlCommand => ({ name: 'NOTF_COAL_VQ_GET', queue, reserved: 1 })

  it('is set by a device that is able to', () => {
    const set: ControlCommand = { name: 'NOTF_COAL_TX_SET', maxPackets: 1, maxUsecs: 1 }
    expect(outcome(set, features)).toBe('able')
    expect(outcome(set, ctrl())).toBe('either')
    expect(isMeant('able')).toBe(true)
  })

  it('is of enabled receive and transmit queues', () => {
    expect([get(0), get(7), get(8), get(9)].map((one) => outcome(one, features))).toEqual([
      'accepted',
      'accepted',
      'refused',
      'refused',
    ])
    expect(outcome(get(0), ctrl())).toBe('either')
    expect(clauseOfSupport(get(0), features, device)).toBe('net.coal.device.1')
  })

  it('is answered as it is when the command takes effect', () => {
    const set = ruleOf({ name: 'NOTF_COAL_VQ_SET', queue: 1, reserved: 0, maxPackets: 2, maxUsecs: 3 })
    const after = set.effect?.(
      state,
      { name: 'NOTF_COAL_VQ_SET', queue: 1, reserved: 0, maxPackets: 2, maxUsecs: 3 },
      true,
    )
    const asked = { name: 'NOTF_COAL_VQ_GET', queue: 1, reserved: 0 } as const
    expect(coalescingVqGet.answer?.(after ?? state, asked)).toBe('0200000003000000')
    expect(coalescingVqGet.answer?.(state, asked)).toBe('0000000000000000')
  })

  it.each([
    ['the right ones', '0200000003000000', undefined],
    ['those before', '0000000000000000', 'net.coal.device.3'],
    ['others', '0900000003000000', 'net.coal.def.1'],
    ['half of them', '02000000', 'split.used.device.2'],
  ])('and judged: %s', (_, result, clause) => {
    const command = { name: 'NOTF_COAL_VQ_GET', queue: 1, reserved: 0 } as const
    const set = { name: 'NOTF_COAL_VQ_SET', queue: 1, reserved: 0, maxPackets: 2, maxUsecs: 3 } as const
    const after = ruleOf(set).effect?.(state, set, true) ?? state
    const asked = { command, room: 8, answer: bytes('0200000003000000') }
    expect(coalescingVqGet.reply?.faults(after, asked, bytes(result))[0]?.clauses[0]).toBe(clause)
  })
})

describe('inner header hash', () => {
  const features = ctrl('VIRTIO_NET_F_HASH_TUNNEL')

  it('is of supported types', () => {
    expect(outcome({ name: 'HASH_TUNNEL_SET', tunnels: 0x0f }, features)).toBe('accepted')
    expect(outcome({ name: 'HASH_TUNNEL_SET', tunnels: 0x10 }, features)).toBe('either')
    expect(outcome({ name: 'HASH_TUNNEL_SET', tunnels: 0 }, ctrl())).toBe('either')
  })

  it('is in the setting', () => {
    expect(hashTunnelSet.setting(defaultSetting, { name: 'HASH_TUNNEL_SET', tunnels: 3 }).tunnels).toBe(3)
    expect(hashTunnelSet.unsettled(defaultSetting, { name: 'HASH_TUNNEL_SET', tunnels: 3 }).tunnels).toBe('anyhow')
  })
})

describe('statistics', () => {
  const features = ctrl('VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_DEVICE_STATS')
  const known: NetState = { ...state, statisticsSupported: [0, 16, 32] }
  const get = (...requests: readonly (readonly [number, ...number[]])[]): ControlCommand => ({
    name: 'STATS_GET',
    requests: requests.map(([queue, ...types]) => ({ queue, types })),
  })

  it.each([
    ['good ones', get([0, 0], [1, 16], [8, 32]), 'accepted', undefined],
    ['nothing', get(), 'either', undefined],
    ['a type that is not supported', get([0, 3]), 'refused', 'net.stats.device.7'],
    ['a queue beyond', get([9, 0]), 'refused', 'net.stats.device.4'],
    ['an unknown type', get([0, 4]), 'refused', 'net.stats.device.5'],
    ['a type of another side', get([0, 16]), 'refused', 'net.stats.device.6'],
    ['a locked type', get([0, 1]), 'refused', 'net.stats.device.7'],
    ['a bad one among good ones', get([0, 0], [9, 0]), 'refused', 'net.stats.device.3'],
  ] as const)('are asked for: %s', (_, command, expected, clause) => {
    expect(outcome(command, features, known)).toBe(expected)
    expect(ruleOf(command).offence?.(command, { features, config, state: known })).toBe(clause)
  })

  it('are asked for in whole requests', () => {
    const cut: ControlCommand = { name: 'RAW', class: 8, command: 1, data: bytes('000000000000') }
    expect(outcome(cut, features)).toBe('refused')
    expect(outcome(cut, ctrl())).toBe('either')
  })

  it('are listed, the same each time', () => {
    const asked = { command: { name: 'STATS_QUERY' }, room: 8 } as const
    const faults = (of: NetState, result: string) => statsQuery.reply?.faults(of, asked, bytes(result)).length
    expect(faults(state, '0100010001000000')).toBe(0)
    expect(faults(known, '0100010001000000')).toBe(0)
    expect(faults(known, '0100010000000000')).toBe(1)
    expect(faults(state, '01000100')).toBe(1)
    expect(statsQuery.reply?.learnt?.(state, bytes('0100010001000000')).statisticsSupported).toEqual([0, 16, 32])
  })
})

describe('RSS contexts', () => {
  const features = ctrl('VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_RSS_CONTEXT')
  const { name: _, ...parameters } = rss([0, 1])
  const add = (id: number): ControlCommand => ({
    name: 'RSS_CTX_ADD',
    id,
    reserved: bytes('000000000000'),
    rss: parameters,
  })

  it('are added by ids from 1 on', () => {
    expect([add(0), add(1), add(2)].map((one) => outcome(one, features))).toEqual(['either', 'accepted', 'either'])
    expect(outcome(add(2), features, { ...state, maxRssContexts: 2 })).toBe('accepted')
    expect(outcome(add(1), features, { ...state, rssContexts: [1] })).toBe('either')
  })

  it('are there until they are deleted', () => {
    const on = (rssContexts: readonly number[]) => ({ ...state, rssContexts })
    expect(outcome({ name: 'RSS_CTX_DEL', id: 1 }, features, on([1]))).toBe('accepted')
    expect(outcome({ name: 'RSS_CTX_DEL', id: 1 }, features, on([]))).toBe('either')
    expect(ruleOf(add(1)).effect?.(on([2]), add(1), true).rssContexts).toEqual([2, 1])
    const pairs: ControlCommand = { name: 'VQ_PAIRS_SET', pairs: 1 }
    expect(outcome(pairs, ctrl('VIRTIO_NET_F_MQ'), on([1]))).toBe('either')
  })

  it('cannot be refused after a reset for what was there before', () => {
    const past = { ...state, past: { beforeReset: true as const } }
    const command = { name: 'RSS_CTX_ADD', id: 1, reserved: bytes('000000000000'), rss: parameters } as const
    expect(rssContextAdd.clauseOf(command, { features, config, state: past })).toBe('net.rss-context.device.2')
  })
})
