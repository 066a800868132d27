import { match } from 'ts-pattern'
import type { Bytes } from '../kernel/bytes.ts'
import type { DeviceFails } from '../kernel/failure.ts'
import type { Machine, Step } from '../kernel/machine.ts'
import { type Fault, judge, refusal, restless } from '../kernel/step.ts'
import type { TunAction, TunStimulus } from './action.ts'
import { faultsOfEmitting, faultsOfReturning, returned } from './answer.ts'
import { arrived, dropped, faultsOfDropping } from './arrival.ts'
import type { TunConfig } from './config.ts'
import { enabledTun } from './enabled.ts'
import { closed, opened } from './file.ts'
import { awaiting } from './outcome.ts'
import { delivered, faultsOfDelivering, reading } from './read.ts'
import { owedByTun } from './rest.ts'
import { standardTunRules, type TunRules } from './rules.ts'
import { type TunState, tunPowerOn, withDevice } from './state.ts'
import { faultsOfDoing } from './user.ts'
import { teaching, writing } from './write.ts'

/** A packet longer than any: the buffer of a reader that wants all of it. */
const ample = 1 << 17

/**
 * The tun driver of Linux with one device: files and their queues, the ioctls, the flow table, and packets both ways. It is synchronous: what
 * a call does is done when it returns. Only which queue a packet went to is not seen before it is read.
 *
 * `rules` are those of the interface as it is meant, unless a known deviation of a kernel widens one.
 */
export function tunDevice(rules: TunRules = standardTunRules): Machine<TunConfig, TunState, TunAction> {
  return {
    name: 'linux-tun',
    initial: tunPowerOn,
    step(state, action): Step<TunState> {
      const { faults, next } = transition(state, action, rules)
      return judge(faults, next)
    },
    effect: (state, action) => transition(state, action, rules).next(),
    enabled: (state) => enabledTun(state, rules),
    hidden: () => [],
    owed: owedByTun,
    // Everything is seen when it happens, so that an observation moves when it is due.
    lane: () => ({ name: 'calls', late: true }),
  }
}

/** What an action breaks in a state, and the state after it, refused or not. */
interface Transition {
  readonly faults: readonly Fault[]
  readonly next: () => TunState
}

function transition(state: TunState, action: TunAction, rules: TunRules): Transition {
  return match(action)
    .returnType<Transition>()
    .with({ kind: 'device.returns' }, (a) => ({
      faults: faultsOfReturning(state, a),
      next: () => returned(state, a),
    }))
    .with({ kind: 'device.delivers' }, (a) => ({
      faults: faultsOfDelivering(state, a),
      next: () => delivered(state, a),
    }))
    .with({ kind: 'device.drops' }, (a) => ({
      faults: faultsOfDropping(state, a, rules),
      next: () => dropped(state, a),
    }))
    .with({ kind: 'device.emits' }, (a) => ({
      faults: faultsOfEmitting(state, a),
      next: () => ({ ...state, emitting: state.emitting.filter((_, index) => index !== emitted(state, a.bytes)) }),
    }))
    .with({ kind: 'device.rests' }, () => ({ faults: faultsOfRest(state), next: () => rested(state) }))
    .with({ kind: 'device.fails' }, (a) => ({ faults: faultsOfFailing(a), next: () => state }))
    .otherwise((a) => ({
      faults: faultsOfDoing(state, a),
      next: () => done({ ...state, arriving: undefined }, a, rules),
    }))
}

/** Which of the packets that were written comes in: the first, where it is none. */
const emitted = ({ emitting }: TunState, bytes: Bytes): number => Math.max(0, emitting.indexOf(bytes))

/** The state after a stimulus. */
function done(state: TunState, stimulus: TunStimulus, rules: TunRules): TunState {
  return match(stimulus)
    .with({ kind: 'user.opens' }, ({ file }) => awaiting(opened(state, file)))
    .with({ kind: 'user.closes' }, ({ file }) => awaiting(closed(state, file, rules)))
    .with({ kind: 'user.attaches' }, (a) => awaiting(rules.setIff(state, a)))
    .with({ kind: 'user.switches' }, (a) => awaiting(rules.setQueue(state, a, rules)))
    .with({ kind: 'user.requests' }, (a) => awaiting(rules.request(state, a)))
    .with({ kind: 'user.writes' }, (a) => awaiting(writing(state, a)))
    .with({ kind: 'user.teaches' }, (a) => awaiting(teaching(state, a)))
    .with({ kind: 'user.reads' }, ({ file, room }) => reading(state, file, room, false))
    .with({ kind: 'user.empties' }, ({ file }) => reading(state, file, ample, true))
    .with({ kind: 'admin.links' }, ({ up }) => withDevice(state, (device) => ({ ...device, up })))
    .with({ kind: 'admin.limits' }, ({ length }) => withDevice(state, (device) => ({ ...device, queueLength: length })))
    .with({ kind: 'wire.arrives' }, (a) => arrived(state, a, rules))
    .with({ kind: 'time.passes' }, ({ time }) => ({ ...state, now: state.now + time }))
    .exhaustive()
}

function faultsOfRest(state: TunState): readonly Fault[] {
  const [first, ...others] = owedByTun(state)
  return first === undefined ? [] : [restless([first, ...others])]
}

/** After a rest nothing is owed; what should have been is forgotten. */
function rested(state: TunState): TunState {
  const calm = { ...state, arriving: undefined, answer: undefined, emitting: [] }
  return withDevice(calm, (device) => ({ ...device, pending: device.pending.filter(({ excess }) => !excess) }))
}

function faultsOfFailing({ how, words }: DeviceFails): readonly Fault[] {
  const clause = how === 'needs-reset' ? 'house.device.healthy' : 'house.device.answers'
  return [refusal('device', [clause], words === '' ? `the device ${how}` : `the device ${how}: ${words}`)]
}
