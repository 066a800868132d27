/** Tiny scopes of the network device: two queues, three descriptors, three frames. */
import { featuresNamed } from '../model/feature/table.ts'
import { queueIndex } from '../model/kernel/brand.ts'
import { type Bytes, bytes, noBytes } from '../model/kernel/bytes.ts'
import type { NetAction } from '../model/net/action.ts'
import { netDevice } from '../model/net/device.ts'
import { controlQueueOf } from '../model/net/numbering.ts'
import type { Entry } from '../model/net/oracle/explanation.fixture.ts'
import { liveDevice, netLog } from '../model/net/oracle/net-log.fixture.ts'
import type { NetState } from '../model/net/state.ts'
import { netChoice } from './net-scope.fixture.ts'
import { exploration } from './tiny-scope.fixture.ts'
import type { Series } from './walk.fixture.ts'

const machine = netDevice()
const start = () => liveDevice([0, 1], { full: 'either', blocks: true, pads: false })
const FOREIGN = 9001

/** The frames, of either hash. */
const three: readonly Entry[] = [
  { kind: 'arrives', frame: 0, hash: 0 },
  { kind: 'arrives', frame: 1, hash: 1 },
  { kind: 'arrives', frame: 2, hash: 0 },
]
const contents: readonly Bytes[] = netLog(three).map((act) => (act.kind === 'wire.arrives' ? act.bytes : noBytes))
const one = (act: NetAction): readonly NetAction[] => [act]

const arrivals = (count: number): Series<NetAction> => netLog(three.slice(0, count)).map(one)

/** Buffers of one descriptor, each for any of some queues. */
const buffers = (count: number, queues: readonly number[]): Series<NetAction> =>
  Array.from({ length: count }, (_, chain) =>
    queues.map((queue): NetAction => ({ kind: 'driver.offers', queue: queueIndex(queue), chain, lengths: [2048] })),
  )

const transmissions = (count: number): Series<NetAction> =>
  contents
    .slice(0, count)
    .map((frame, at) =>
      one({ kind: 'driver.transmits', queue: queueIndex(1), chain: 100 + at, frame: 100 + at, bytes: frame, cuts: [] }),
    )

/** A command that changes the indirection table. */
const command: Series<NetAction> = netLog([{ kind: 'commands', chain: 1, table: [1, 0] }]).map(one)

/** A queue is reset and enabled again. */
const renewal = (queue: number): Series<NetAction> => [
  one({ kind: 'driver.resetsQueue', queue: queueIndex(queue) }),
  one({ kind: 'driver.reenables', queue: queueIndex(queue), size: 2 }),
]

/** Notifications of a queue go on and off. */
const toggles = (queue: number): Series<NetAction> =>
  [true, false].map((on) => one({ kind: 'driver.notifies', queue: queueIndex(queue), on }))

/** Every frame on its way, and one that is not, in every chain of the queues at work and in one that is not there. */
function uses(state: NetState): readonly NetAction[] {
  const payloads = [...state.arriving.map((frame) => frame.bytes), bytes('ff'.repeat(60))]
  return [0, 1, 2].flatMap((queue) =>
    [...(state.queues[queue]?.chains ?? []).map(({ id }) => id), FOREIGN].flatMap((chain) =>
      ['', ...payloads.map((payload) => `${'00'.repeat(10)}0100${payload}`)].map((content): NetAction => {
        const shown = { length: content.length / 2, bytes: bytes(content) }
        return { kind: 'device.uses', queue: queueIndex(queue), chain, ...shown }
      }),
    ),
  )
}

function answers(state: NetState): readonly NetAction[] {
  const queue = controlQueueOf(state)
  return [...state.pending.map(({ chain }) => chain), FOREIGN].flatMap((chain): readonly NetAction[] => [
    ...['00', '01'].map((ack): NetAction => {
      return { kind: 'device.acknowledges', queue, chain, length: 1, bytes: bytes(ack) }
    }),
    { kind: 'device.applies', chain, accepted: true },
    { kind: 'device.applies', chain, accepted: false },
  ])
}

const everywhere: readonly NetAction[] = [
  ...[...command, ...renewal(0), ...renewal(1), ...toggles(0)].flat(),
  ...[...buffers(1, [0, 2]), ...transmissions(1)].flat().map((act) => ({ ...act, chain: FOREIGN })),
  ...[0, 1, 2].map((queue): NetAction => ({ kind: 'device.interrupts', queue: queueIndex(queue) })),
  { kind: 'device.rests' },
  { kind: 'driver.resets' },
]

const attempts = (state: NetState): readonly NetAction[] => [
  ...everywhere,
  ...uses(state),
  ...answers(state),
  ...contents.map((frame): NetAction => ({ kind: 'device.sends', bytes: frame })),
]

const scope = { machine, start, attempts, choice: netChoice }
const both = [0, 2]

const negotiated = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_F_RING_RESET'])

/** What a driver does on the way from power-on to DRIVER_OK, each step once or twice. */
const beginning: readonly Series<NetAction>[] = [
  [one({ kind: 'driver.sets', bit: 'ACKNOWLEDGE' }), one({ kind: 'driver.sets', bit: 'DRIVER' })],
  [one({ kind: 'driver.accepts', features: negotiated }), one({ kind: 'driver.accepts', features: negotiated })],
  [
    [
      { kind: 'driver.enables', size: 2 },
      { kind: 'driver.starts', size: 2 },
    ],
    one({ kind: 'driver.starts', size: 2 }),
  ],
  [one({ kind: 'driver.sets', bit: 'DRIVER_OK' }), one({ kind: 'driver.sets', bit: 'FAILED' })],
  [one({ kind: 'driver.resets' })],
  arrivals(1),
  buffers(1, [0]),
]

/** The tiny scopes of the network device. */
export const netScopes = [
  exploration({ ...scope, says: 'three frames to two queues under RSS', plan: [arrivals(3), buffers(3, both)] }),
  exploration({
    ...scope,
    says: 'a new indirection table meanwhile',
    plan: [arrivals(2), buffers(2, both), command],
  }),
  exploration({
    ...scope,
    says: 'a queue reset and notifications meanwhile',
    plan: [arrivals(2), buffers(2, both), renewal(0), toggles(0)],
  }),
  exploration({
    ...scope,
    says: 'all of these, three frames and three buffers',
    plan: [arrivals(3), buffers(3, both), command, renewal(0), toggles(0)],
    depth: 6,
  }),
  exploration({
    ...scope,
    says: 'a receive and a transmit queue',
    plan: [arrivals(1), buffers(1, [0]), transmissions(2), renewal(1), toggles(1)],
    depth: 8,
  }),
  exploration({
    ...scope,
    says: 'negotiation and start',
    start: () => machine.initial(start().config),
    plan: beginning,
  }),
]
