/** Tiny scopes of the tun device: two files, packets of two flows, queues of two packets. */
import type { TunAction, TunObservation, TunStimulus } from '../model/tun/action.ts'
import { tunDevice } from '../model/tun/device.ts'
import { errnos } from '../model/tun/errno.ts'
import { numberedPacket } from '../model/tun/numbered-packet.ts'
import { plainOffloads } from '../model/tun/set-offload.ts'
import type { TunState } from '../model/tun/state.ts'
import { exploration } from './tiny-scope.fixture.ts'
import {
  attaching,
  bareTap,
  closing,
  detaching,
  emptying,
  linking,
  opening,
  passing,
  setting,
  teaching,
  writing,
} from './tun/plan.ts'
import type { Series } from './walk.fixture.ts'

const machine = tunDevice()
const packets = [numberedPacket(1, 1), numberedPacket(2, 2), numberedPacket(1, 3)]
const arrivals = packets.map((bytes, index): TunStimulus => ({ kind: 'wire.arrives', frame: index + 1, bytes }))

/** Two queues, up, of two packets each. */
function opened(): TunState {
  const plan: readonly TunStimulus[] = [
    opening(0),
    setting(0, bareTap),
    opening(1),
    setting(1, bareTap),
    linking(true),
    { kind: 'admin.limits', length: 2 },
  ]
  return plan.reduce<TunState>(
    (state, act) => {
      const done = machine.effect(state, act)
      const [answer] = done.answer === undefined ? [] : machine.enabled(done)
      return answer === undefined ? done : machine.effect(done, answer)
    },
    machine.initial({ files: 2, queueLength: 1000, features: 0x7173, offloads: plainOffloads }),
  )
}

const observations: readonly TunObservation[] = [
  ...(['none', ...errnos] as const).map((error) => ({ kind: 'device.returns', error, value: 0 }) as const),
  ...[0, 1].flatMap((file) => packets.map((bytes) => ({ kind: 'device.delivers', file, bytes }) as const)),
  ...[1, 2, 3, 4].map((frame) => ({ kind: 'device.drops', frame }) as const),
  ...packets.map((bytes) => ({ kind: 'device.emits', bytes }) as const),
]
const stimuli: readonly TunStimulus[] = [
  opening(0),
  closing(0),
  closing(1),
  detaching(0),
  attaching(0),
  setting(1, bareTap, 'loopback'),
  teaching(0, 1),
  writing(1, numberedPacket(2, 0)),
  emptying(0),
  { kind: 'user.reads', file: 1, room: 20 },
  { kind: 'user.requests', file: 0, request: 'TUNSETPERSIST', value: 1 },
  { kind: 'user.requests', file: 0, request: 'TUNSETVNETHDRSZ', value: 9 },
  ...arrivals,
  linking(false),
  passing(9000),
]
const attempts = (): readonly TunAction[] => [
  ...stimuli,
  ...observations,
  { kind: 'device.rests' },
  { kind: 'device.fails', how: 'hangs', words: '' },
]

const scope = {
  machine,
  start: opened,
  attempts,
  choice: (_: TunState, act: TunAction) => JSON.stringify(act),
}
const reads: Series<TunAction> = [[emptying(0)], [emptying(1)]]

/** The tiny scopes of the tun device. */
export const tunScopes = [
  exploration({
    ...scope,
    says: 'three packets on two queues that are read',
    plan: [arrivals.map((act) => [act]), reads],
    depth: 7,
  }),
  exploration({
    ...scope,
    says: 'a flow taught, a queue detached and closed meanwhile',
    plan: [
      [[teaching(0, 1)], [passing(9000)]],
      [[detaching(0)], [attaching(0), closing(0)]],
      [arrivals.slice(0, 1)],
      reads,
    ],
    depth: 6,
  }),
]
