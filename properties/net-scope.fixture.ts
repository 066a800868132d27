/** A tiny scope in which the laws are tried on the network device. */
import fc from 'fast-check'
import { type PolicyName, policies } from '../conformance/targets/policy.ts'
import { referenceConfig } from '../conformance/targets/reference-config.ts'
import { type FeatureSet, featureSet } from '../model/kernel/bits.ts'
import { pairIndex, type QueueIndex, queueIndex } from '../model/kernel/brand.ts'
import { arrayOf, type Bytes, bytes, hexOf, sliceOf } from '../model/kernel/bytes.ts'
import { perform } from '../model/kernel/perform.ts'
import type { DeviceShows, DeviceUses, NetAction } from '../model/net/action.ts'
import type { NetConfig } from '../model/net/config.ts'
import { netDevice } from '../model/net/device.ts'
import { headerLengthOf } from '../model/net/header.ts'
import { controlQueueOf } from '../model/net/numbering.ts'
import { reports } from '../model/net/reporting.ts'
import type { NetState } from '../model/net/state.ts'
import type { Hash } from '../model/net/steering.ts'
import { encodeNetHeader, plainHeader } from '../model/wire/net-header.ts'
import type { Scope } from './laws.ts'
import { hashConfig, nonsense, pairsSet, rssConfig } from './plans/command.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, script } from './plans/script.ts'
import { arrive, command, type Intent, notify, offer, pairBelow, transmit } from './plans/traffic.ts'
import type { Plan } from './property.ts'

const config: NetConfig = { ...referenceConfig, maxPairs: 2, traits: { full: 'either', blocks: true, pads: false } }
const machine = netDevice()
const features = [
  'VIRTIO_F_RING_RESET',
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_MQ',
  'VIRTIO_NET_F_RSS',
  'VIRTIO_NET_F_HASH_REPORT',
] as const
const key = bytes('6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa')
const stranger = bytes('ff'.repeat(60))
const NEW_CHAIN = 9000
const FOREIGN_CHAIN = 9001

const commands = fc.oneof(rssConfig(config), pairsSet(config), hashConfig(config), nonsense)
const someQueue = fc.constantFrom(0, 0, 1, 2, 4).map(queueIndex)
const intents: fc.Arbitrary<Intent> = frameIn(config.mac).chain((frame) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.oneof(arrive(frame), transmit(frame), offer(pairBelow(2)), notify(pairBelow(2))) },
    { weight: 1, arbitrary: command(commands) },
    { weight: 1, arbitrary: someQueue.map((queue): Intent => ({ kind: 'driver.resetsQueue', queue })) },
    { weight: 1, arbitrary: someQueue.map((queue): Intent => ({ kind: 'driver.reenables', queue, size: 2 })) },
  ),
)

/** A start at once, or queues that are enabled first, with chains in them or without; DRIVER_OK is set among the steps then. */
function begin(accepted: FeatureSet, early: string): readonly ScriptStep[] {
  const start = opening(accepted, 4)
  if (early === 'no') return start
  const enables = [...start.slice(0, -1), { kind: 'driver.enables', size: 4 } as const]
  if (early === 'empty') return enables
  const chain = { kind: 'offer', pair: pairIndex(0), lengths: [2048] } as const
  return [...enables, chain, { kind: 'transmit', share: 0, frame: () => stranger, cuts: [] } as const]
}

const readings = [
  { kind: 'driver.reads', field: 'status' },
  { kind: 'driver.reads', field: 'config_generation' },
] as const

/** Plans of a few steps: a start with any features, traffic and commands, at times a reset, a question or a rest in between. */
const plans: fc.Arbitrary<Plan> = fc
  .record({
    names: fc.subarray([...features, 'VIRTIO_NET_F_STATUS' as const, 'VIRTIO_F_SUSPEND' as const]),
    early: fc.constantFrom('no', 'no', 'filled', 'empty'),
    steps: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: intents },
        { weight: 2, arbitrary: fc.constant({ kind: 'device.rests' } as const) },
        { weight: 1, arbitrary: fc.constant({ kind: 'driver.reads', field: 'device_status' } as const) },
        { weight: 1, arbitrary: fc.constant({ kind: 'driver.resets' } as const) },
        { weight: 1, arbitrary: fc.boolean().map((up) => ({ kind: 'admin.links', up }) as const) },
        { weight: 1, arbitrary: fc.nat(1).map((at) => ({ kind: 'driver.rewinds', queue: queueIndex(at) }) as const) },
        { weight: 1, arbitrary: fc.constantFrom(...readings) },
        {
          weight: 2,
          arbitrary: fc.constantFrom({ kind: 'driver.suspends' } as const, { kind: 'driver.resumes' } as const),
        },
        { weight: 2, arbitrary: fc.constant({ kind: 'driver.sets', bit: 'DRIVER_OK' } as const) },
        { weight: 1, arbitrary: fc.constant({ kind: 'driver.rewrites', features: featureSet(32) } as const) },
      ),
      { maxLength: 8 },
    ),
  })
  .map(({ names, early, steps }) => script(begin(accepting(config, names), early), steps))

/** What happens when the machine itself reacts to a plan under a policy. */
function performed(plan: Plan, policy: PolicyName, seed: number): readonly NetAction[] {
  const pick = policies[policy](seed)
  const history: NetAction[] = []
  let state = machine.initial(config)
  for (const act of plan) {
    const step = machine.step(state, act)
    if (!step.ok) continue
    const { state: next, actions } = perform(machine, step.state, pick)
    history.push(act, ...actions)
    state = next
  }
  return history
}

const isLive = (state: NetState): boolean => state.life.phase === 'live'

function headerOf(state: NetState, { report, value }: Hash): Bytes {
  const plain = { ...plainHeader, numBuffers: 1 }
  const length = headerLengthOf(state)
  return hexOf(encodeNetHeader(length === 20 ? { ...plain, hashReport: report, hashValue: value } : plain, length))
}

/** Any report that a setting allows of a frame, and three more: none, none with a value, and a wrong one. */
function hashesOf(state: NetState, frame: NetState['arriving'][number]): readonly Hash[] {
  const allowed = frame.treatments.flatMap(({ setting }) => reports(setting.hashing, frame.bytes) ?? [])
  return [...allowed, { report: 0, value: 0 }, { report: 0, value: 7 }, { report: 1, value: state.queues.length }]
}

/** Every frame, and one that never arrived, in every chain of every queue and in one that is not there. */
function uses(state: NetState): readonly NetAction[] {
  const contents = [
    ...state.arriving.flatMap((frame) => hashesOf(state, frame).map((hash) => headerOf(state, hash) + frame.bytes)),
    headerOf(state, { report: 0, value: 0 }) + stranger,
    '',
  ]
  return [0, 1, 2, 3].flatMap((index) => {
    const queue = queueIndex(index)
    const chains = [...(state.queues[index]?.chains ?? []).map(({ id }) => id), FOREIGN_CHAIN]
    return chains.flatMap((chain) =>
      contents.map(
        (content): NetAction => ({
          kind: 'device.uses',
          queue,
          chain,
          length: content.length / 2,
          bytes: bytes(content),
        }),
      ),
    )
  })
}

function control(state: NetState): readonly NetAction[] {
  const queue = controlQueueOf(state)
  const buffers = state.queues[0]?.chains ?? []
  const chains = [...state.pending.map(({ chain }) => chain), FOREIGN_CHAIN]
  return [
    ...buffers.map(({ id }) => acknowledges(queueIndex(0), id, '00')),
    ...chains.flatMap((chain) => endings(queue, chain)),
  ]
}

const acknowledges = (queue: QueueIndex, chain: number, ack: string): NetAction => ({
  kind: 'device.acknowledges',
  queue,
  chain,
  length: ack.length / 2,
  bytes: bytes(ack),
})

function endings(queue: QueueIndex, chain: number): readonly NetAction[] {
  return [
    ...['00', '01', '02', ''].map((ack) => acknowledges(queue, chain, ack)),
    { kind: 'device.applies', chain, accepted: true },
    { kind: 'device.applies', chain, accepted: false },
  ]
}

const field = 'device_status'
const everywhere: readonly NetAction[] = [
  { kind: 'driver.resets' },
  { kind: 'driver.accepts', features: accepting(config, features) },
  { kind: 'driver.accepts', features: featureSet(0, 44) },
  { kind: 'driver.starts', size: 4 },
  { kind: 'driver.starts', size: 3 },
  { kind: 'driver.enables', size: 4 },
  { kind: 'driver.rewrites', features: featureSet(32) },
  { kind: 'driver.reads', field },
  { kind: 'driver.reads', field: 'mtu' },
  { kind: 'driver.notifies', queue: queueIndex(0), on: true },
  { kind: 'driver.notifies', queue: queueIndex(0), on: false },
  { kind: 'driver.notifies', queue: queueIndex(9), on: false },
  { kind: 'wire.arrives', frame: NEW_CHAIN, bytes: stranger },
  { kind: 'device.agrees', ok: true },
  { kind: 'device.agrees', ok: false },
  { kind: 'device.fails', how: 'hangs', words: '' },
  { kind: 'device.fails', how: 'needs-reset', words: 'broken' },
  { kind: 'device.rests' },
  { kind: 'device.changes' },
  { kind: 'driver.rewinds', queue: queueIndex(0) },
  { kind: 'driver.rewinds', queue: queueIndex(9) },
  { kind: 'driver.suspends' },
  { kind: 'driver.resumes' },
  { kind: 'admin.links', up: false },
  { kind: 'admin.links', up: true },
  { kind: 'driver.reads', field: 'status' },
  { kind: 'device.shows', field: 'status', value: bytes('0000') },
  { kind: 'device.shows', field: 'status', value: bytes('0100') },
  { kind: 'device.sends', bytes: stranger },
  { kind: 'device.shows', field: 'mac', value: config.mac },
  ...(['ACKNOWLEDGE', 'DRIVER', 'FEATURES_OK', 'DRIVER_OK', 'FAILED'] as const).map((bit): NetAction => {
    return { kind: 'driver.sets', bit }
  }),
  ...['00', '01', '03', '0b', '0f', '1b', '4f', '5b', '8f'].map((value): NetAction => {
    return { kind: 'device.shows', field, value: bytes(value) }
  }),
  ...(['descriptor-table', 'returned-buffer', 'foreign-memory'] as const).map((on): NetAction => {
    return { kind: 'device.scribbles', on }
  }),
  ...[0, 1, 2, 3, 4, 9].flatMap((index): readonly NetAction[] => [
    { kind: 'driver.offers', queue: queueIndex(index), chain: NEW_CHAIN, lengths: [2048] },
    { kind: 'driver.transmits', queue: queueIndex(index), chain: NEW_CHAIN, frame: 1, bytes: stranger, cuts: [] },
    { kind: 'device.interrupts', queue: queueIndex(index) },
    { kind: 'driver.resetsQueue', queue: queueIndex(index) },
    { kind: 'driver.reenables', queue: queueIndex(index), size: 2 },
    { kind: 'driver.reenables', queue: queueIndex(index), size: 3 },
    { kind: 'device.strays', queue: queueIndex(index), head: 3, length: 0 },
  ]),
  { kind: 'driver.commands', chain: NEW_CHAIN, command: { name: 'VQ_PAIRS_SET', pairs: 2 } },
  {
    kind: 'driver.commands',
    chain: NEW_CHAIN,
    command: {
      name: 'RSS_CONFIG',
      hashTypes: 0x1ff,
      mask: 1,
      unclassified: pairIndex(1),
      table: [pairIndex(1), pairIndex(0)],
      maxTxVq: 1,
      key,
    },
  },
]

const attempts = (state: NetState): readonly NetAction[] => [
  ...everywhere,
  ...uses(state),
  ...control(state),
  ...state.leaving.map((frame): NetAction => ({ kind: 'device.sends', bytes: frame.bytes })),
]

/** The report of a header, its value left out where it means nothing. */
function reportIn(state: NetState, content: Bytes): string {
  if (headerLengthOf(state) === 12) return ''
  const [low = 0, high = 0] = arrayOf(sliceOf(content, 16, 18))
  return low + high === 0 ? 'NONE' : sliceOf(content, 12, 18)
}

/**
 * What a reaction stands for. A question is answered before anything else, and an answer to none is no reaction; nobody need
 * notify unasked; beside NONE any value may stand, and where anything may be reported NONE stands for all; of more than four
 * chains some stand for all.
 */
export function netChoice(state: NetState, act: NetAction): string | undefined {
  if (act.kind === 'device.shows') return choiceOfValue(state, act)
  if (act.kind === 'device.agrees') return `agrees ${act.ok}`
  if (state.question !== undefined) return undefined
  if (act.kind === 'device.uses' && isLive(state)) return choiceOfUse(state, act)
  return isOwed(state, act) ? JSON.stringify(act.kind === 'device.fails' ? { ...act, words: '' } : act) : undefined
}

/** Of the ways to ask for a reset instead of suspending or resuming one stands for all; what is due should be announced before. */
function choiceOfValue({ question, queues }: NetState, { field, value }: DeviceShows): string | undefined {
  if (question?.kind !== 'field' || question.field !== field) return undefined
  if (question.turn === undefined) return value
  if (question.turn === 'suspended' && queues.some((queue) => queue?.notifying.owed !== undefined)) return undefined
  return (Number.parseInt(value, 16) & 0x40) === 0 ? value : 'asks for a reset'
}

/** Whether something is more than what a device may always do, or what its driver brought upon itself. */
function isOwed(state: NetState, act: NetAction): boolean {
  if (act.kind === 'device.changes') return state.notice.owed !== undefined
  if (act.kind === 'device.fails') return state.distress === 'provoked'
  if (act.kind === 'device.interrupts') return state.queues[act.queue]?.notifying.owed !== undefined
  return act.kind !== 'device.strays' && act.kind !== 'device.scribbles' && act.kind !== 'device.asks'
}

function choiceOfUse(state: NetState, act: DeviceUses): string {
  const anyhow = state.arriving.some((frame) => frame.treatments.some((t) => t.setting.hashing.kind === 'anyhow'))
  const many = (state.queues[act.queue]?.chains.length ?? 0) > 4
  const report = anyhow ? '' : reportIn(state, act.bytes)
  return `${act.queue} ${many ? '' : act.chain} ${report} ${sliceOf(act.bytes, headerLengthOf(state))}`
}

/** The scope in which reactions are picked by a policy. */
export const netScope = (policy: PolicyName): Scope<NetConfig, NetState, NetAction> => ({
  config,
  histories: fc.tuple(plans, fc.integer()).map(([plan, seed]) => performed(plan, policy, seed)),
  attempts,
  choice: netChoice,
})
