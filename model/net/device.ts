import { match, P } from 'ts-pattern'
import type { Lane, Machine, Obligation, Step } from '../kernel/machine.ts'
import { type Fault, judge } from '../kernel/step.ts'
import type { NetAction } from './action.ts'
import { arrived } from './arrival.ts'
import { acknowledged, applied, commanded, faultsOfAcknowledging, faultsOfApplying } from './command.ts'
import type { NetConfig } from './config.ts'
import { enabledReactions, hiddenReactions } from './enabled.ts'
import { faultsOfReading, faultsOfShowing } from './fields.ts'
import * as life from './lifecycle.ts'
import { faultsOfFailing, faultsOfScribbling, faultsOfStraying } from './misbehaviour.ts'
import { faultsOfInterrupt, interrupted, notifying } from './notification.ts'
import { controlQueueOf } from './numbering.ts'
import { faultsOfChain, faultsOfQueue } from './queues.ts'
import { faultsOfRest, owed, restedState } from './rest.ts'
import { type NetRules, standardRules } from './rules.ts'
import { type NetState, powerOn } from './state.ts'
import { faultsOfSending, faultsOfTransmit, handedOver, left } from './transmission.ts'
import { faultsOfUse, offeredBuffer, usedBuffer } from './use.ts'

/**
 * The network device: negotiation, split rings, steering, hash reporting and the control queue.
 *
 * `rules` are those of virtio 1.4 unless a known deviation of a real target widens one.
 */
export function netDevice(rules: NetRules = standardRules): Machine<NetConfig, NetState, NetAction> {
  return {
    name: 'virtio-net',
    initial: powerOn,
    step: (state, action): Step<NetState> => judge(faults(state, action, rules), () => effect(state, action, rules)),
    effect: (state, action) => effect(state, action, rules),
    enabled: (state) => enabledReactions(state, rules),
    hidden: (state) => hiddenReactions(state, rules),
    owed: (state): readonly Obligation[] => owed(state, rules),
    lane,
  }
}

/** What is wrong with an action in a state; nothing where it is allowed. The frequent kinds stand first: arms are tried in order. */
function faults(state: NetState, action: NetAction, rules: NetRules): readonly Fault[] {
  return match(action)
    .returnType<readonly Fault[]>()
    .with({ kind: 'device.uses' }, (a) => faultsOfUse(state, a, rules))
    .with({ kind: 'device.rests' }, () => faultsOfRest(state, rules))
    .with({ kind: 'driver.offers' }, (a) => [
      ...faultsOfQueue(state, a.queue, 'receive'),
      ...faultsOfChain(state, a.queue, a.chain, a.lengths.length),
    ])
    .with({ kind: 'wire.arrives' }, () => [])
    .with({ kind: 'device.interrupts' }, (a) => faultsOfInterrupt(state, a))
    .with({ kind: 'device.sends' }, (a) => faultsOfSending(state, a))
    .with({ kind: 'driver.transmits' }, (a) => [
      ...faultsOfQueue(state, a.queue, 'transmit'),
      ...faultsOfChain(state, a.queue, a.chain, a.cuts.length + 1),
      ...faultsOfTransmit(state, a),
    ])
    .with({ kind: 'driver.commands' }, (a) => [
      ...faultsOfQueue(state, controlQueueOf(state), 'control'),
      ...faultsOfChain(state, controlQueueOf(state), a.chain, 2),
    ])
    .with({ kind: 'device.acknowledges' }, (a) => faultsOfAcknowledging(state, a))
    .with({ kind: 'device.applies' }, (a) => faultsOfApplying(state, a, rules))
    .with({ kind: 'driver.notifies' }, () => [])
    .with({ kind: 'device.shows' }, (a) => faultsOfShowing(state, a))
    .with({ kind: 'driver.accepts' }, (a) => life.faultsOfAccepting(state, a))
    .with({ kind: 'device.agrees' }, (a) => life.faultsOfAnswer(state, a, rules))
    .with({ kind: 'driver.starts' }, (a) => life.faultsOfStarting(state, a))
    .with({ kind: 'driver.resets' }, () => [])
    .with({ kind: 'driver.sets' }, (a) => life.faultsOfSetting(state, a))
    .with({ kind: 'driver.reads' }, (a) => faultsOfReading(state, a.field))
    .with({ kind: 'device.strays' }, (a) => faultsOfStraying(a))
    .with({ kind: 'device.scribbles' }, (a) => faultsOfScribbling(a))
    .with({ kind: 'device.fails' }, (a) => faultsOfFailing(a))
    .exhaustive()
}

/** The state after an action, refused or not. */
function effect(state: NetState, action: NetAction, rules: NetRules): NetState {
  return match(action)
    .returnType<NetState>()
    .with({ kind: 'device.uses' }, (a) => usedBuffer(state, a))
    .with({ kind: 'device.rests' }, () => restedState(state, rules))
    .with({ kind: 'driver.offers' }, (a) => offeredBuffer(state, a))
    .with({ kind: 'wire.arrives' }, (a) => arrived(state, a, rules))
    .with({ kind: 'device.interrupts' }, (a) => interrupted(state, a))
    .with({ kind: 'device.sends' }, (a) => left(state, a))
    .with({ kind: 'driver.transmits' }, (a) => handedOver(state, a))
    .with({ kind: 'driver.commands' }, (a) => commanded(state, a))
    .with({ kind: 'device.acknowledges' }, (a) => acknowledged(state, a))
    .with({ kind: 'device.applies' }, (a) => applied(state, a, rules))
    .with({ kind: 'driver.notifies' }, (a) => notifying(state, a))
    .with({ kind: 'device.shows' }, () => ({ ...state, question: undefined }))
    .with({ kind: 'driver.accepts' }, (a) => life.proposed(state, a))
    .with({ kind: 'device.agrees' }, (a) => life.answered(state, a))
    .with({ kind: 'driver.starts' }, (a) => life.started(state, a, rules))
    .with({ kind: 'driver.resets' }, () => life.reset(state, rules))
    .with({ kind: 'driver.sets' }, (a) => life.statusSet(state, a))
    .with({ kind: 'driver.reads' }, ({ field }) => ({ ...state, question: { kind: 'field', field } }))
    .with({ kind: P.union('device.strays', 'device.scribbles', 'device.fails') }, () => state)
    .exhaustive()
}

/**
 * One lane a queue; acknowledgements, configuration and failures move when they are due. A queue that acknowledges is the control
 * queue: its notifications keep their place behind the acknowledgements.
 */
function lane(action: NetAction, among: readonly NetAction[]): Lane {
  return match(action)
    .returnType<Lane>()
    .with({ kind: 'device.uses' }, { kind: 'device.strays' }, ({ queue }) => ({ name: `queue ${queue}`, late: false }))
    .with({ kind: 'device.interrupts' }, ({ queue }) =>
      among.some((act) => act.kind === 'device.acknowledges' && act.queue === queue)
        ? configurationLane
        : { name: `queue ${queue}`, late: false },
    )
    .with({ kind: 'device.sends' }, () => ({ name: 'wire', late: false }))
    .otherwise(() => configurationLane)
}

const configurationLane: Lane = { name: 'configuration', late: true }
