import { match } from 'ts-pattern'
import type { Lane, Machine, Obligation, Step } from '../kernel/machine.ts'
import { type Fault, judge, refusal } from '../kernel/step.ts'
import type { DriverCommands, DriverOffers, DriverTransmits, NetAction } from './action.ts'
import { announced } from './announcement.ts'
import { arrived } from './arrival.ts'
import { faultsOfAsking } from './asking.ts'
import { acknowledged, applied, commanded, faultsOfAcknowledging, faultsOfApplying } from './command.ts'
import type { NetConfig } from './config.ts'
import { corrupted, faultsOfCorrupting } from './corruption.ts'
import { changeSeen, failed, faultsOfChange, faultsOfFailing, faultsOfRewinding, provoked } from './distress.ts'
import { enabledReactions, hiddenReactions } from './enabled.ts'
import { faultsOfReading, faultsOfShowing, shown } from './fields.ts'
import { headerLengthOf } from './header.ts'
import * as life from './lifecycle.ts'
import { linked, severed } from './link.ts'
import { faultsOfMarking, faultsOfScribbling, faultsOfStraying } from './misbehaviour.ts'
import {
  awaiting,
  faultsOfAwaiting,
  faultsOfInterrupt,
  faultsOfNotifying,
  faultsOfPestering,
  interrupted,
  notifying,
  pestering,
} from './notification.ts'
import { controlQueueOf } from './numbering.ts'
import { faultsOfQueueReset, faultsOfReenabling, queueReset, reenabled } from './queue-reset.ts'
import { faultsOfChain, faultsOfQueue } from './queues.ts'
import { faultsOfRest, owed, restedState } from './rest.ts'
import { merges } from './room.ts'
import { type NetRules, standardRules } from './rules.ts'
import { type NetState, powerOn } from './state.ts'
import { counted } from './statistics.ts'
import { faultsOfResuming, faultsOfSuspending, resuming, suspending } from './suspension.ts'
import { faultsOfSending, faultsOfTransmit, handedOver, left } from './transmission.ts'
import { faultsOfUse, offeredBuffer, usedBuffer } from './use.ts'
import { faultsOfWriting, written } from './writing.ts'

/**
 * The network device: negotiation, rings, steering, hash reporting and the control queue.
 *
 * `rules` are those of virtio 1.4 unless a known deviation of a real target widens one.
 */
export function netDevice(rules: NetRules = standardRules): Machine<NetConfig, NetState, NetAction> {
  return {
    name: 'virtio-net',
    initial: powerOn,
    step(state, action): Step<NetState> {
      const { faults, next } = transition(state, action, rules)
      return judge(faults, () => counted(state, action, next()))
    },
    effect: (state, action) => counted(state, action, transition(state, action, rules).next()),
    enabled: (state) => enabledReactions(state, rules),
    hidden: (state) => hiddenReactions(state, rules),
    owed: (state): readonly Obligation[] => owed(state, rules),
    lane,
    ends,
  }
}

/** What an action breaks in a state, nothing where it is allowed, and the state after it, refused or not. */
interface Transition {
  readonly faults: readonly Fault[]
  readonly next: () => NetState
}

const always = (next: () => NetState): Transition => ({ faults: [], next })
const unless = (faults: readonly Fault[], next: () => NetState): Transition => ({ faults, next })

/** The frequent kinds stand first: arms are tried in order. */
function transition(state: NetState, action: NetAction, rules: NetRules): Transition {
  return match(action)
    .returnType<Transition>()
    .with({ kind: 'device.uses' }, (a) => unless(faultsOfUse(state, a, rules), () => usedBuffer(state, a)))
    .with({ kind: 'driver.offers' }, (a) => unless(faultsOfOffering(state, a), () => offeredBuffer(state, a)))
    .with({ kind: 'device.interrupts' }, (a) => unless(faultsOfInterrupt(state, a), () => interrupted(state, a)))
    .with({ kind: 'wire.arrives' }, (a) => always(() => arrived(state, a, rules)))
    .with({ kind: 'device.rests' }, () => unless(faultsOfRest(state, rules), () => restedState(state, rules)))
    .with({ kind: 'device.sends' }, (a) => unless(faultsOfSending(state, a), () => left(state, a)))
    .with({ kind: 'device.acknowledges' }, (a) =>
      unless(faultsOfAcknowledging(state, a, rules), () => acknowledged(state, a)),
    )
    .with({ kind: 'device.shows' }, (a) => unless(faultsOfShowing(state, a, rules), () => shown(state, a, rules)))
    .with({ kind: 'driver.transmits' }, (a) => unless(faultsOfTransmitting(state, a), () => handedOver(state, a)))
    .with({ kind: 'driver.commands' }, (a) => unless(faultsOfCommanding(state, a), () => commanded(state, a)))
    .with({ kind: 'device.applies' }, (a) => unless(faultsOfApplying(state, a, rules), () => applied(state, a, rules)))
    .with({ kind: 'driver.notifies' }, (a) => unless(faultsOfNotifying(state, a), () => notifying(state, a)))
    .with({ kind: 'driver.awaits' }, (a) => unless(faultsOfAwaiting(state, a), () => awaiting(state, a)))
    .with({ kind: 'driver.accepts' }, (a) => unless(life.faultsOfAccepting(state, a), () => life.proposed(state, a)))
    .with({ kind: 'device.agrees' }, (a) => unless(life.faultsOfAnswer(state, a, rules), () => life.answered(state, a)))
    .with({ kind: 'driver.starts' }, (a) =>
      unless(life.faultsOfStarting(state, a), () => life.started(state, a, rules)),
    )
    .with({ kind: 'driver.resets' }, () => always(() => life.reset(state, rules)))
    .with({ kind: 'driver.resetsQueue' }, (a) =>
      unless(faultsOfQueueReset(state, a), () => queueReset(state, a, rules)),
    )
    .with({ kind: 'driver.reenables' }, (a) => unless(faultsOfReenabling(state, a), () => reenabled(state, a)))
    .with({ kind: 'driver.sets' }, (a) => unless(life.faultsOfSetting(state, a), () => life.statusSet(state, a, rules)))
    .with({ kind: 'driver.reads' }, (a) =>
      unless(faultsOfReading(state, a.field), () => ({ ...state, question: { kind: 'field', field: a.field } })),
    )
    .with({ kind: 'driver.enables' }, (a) => unless(life.faultsOfStarting(state, a), () => life.prepared(state, a)))
    .with({ kind: 'driver.rewrites' }, (a) => unless(life.faultsOfRewriting(state), () => life.rewritten(state, a)))
    .with({ kind: 'driver.suspends' }, () => unless(faultsOfSuspending(state), () => suspending(state)))
    .with({ kind: 'driver.resumes' }, () => unless(faultsOfResuming(state), () => resuming(state)))
    .with({ kind: 'driver.rewinds' }, (a) => unless(faultsOfRewinding(state, a), () => severed(provoked(state))))
    .with({ kind: 'driver.pesters' }, (a) => unless(faultsOfPestering(state, a), () => pestering(state, a)))
    .with({ kind: 'device.asks' }, (a) => unless(faultsOfAsking(state, a), () => state))
    .with({ kind: 'driver.corrupts' }, (a) => unless(faultsOfCorrupting(state, a), () => corrupted(state, a)))
    .with({ kind: 'admin.links' }, (a) => always(() => linked(state, a)))
    .with({ kind: 'admin.announces' }, () => always(() => announced(state)))
    .with({ kind: 'driver.writes' }, (a) => unless(faultsOfWriting(a), () => written(state, a)))
    .with({ kind: 'device.changes' }, (a) => unless(faultsOfChange(state), () => changeSeen(state, a)))
    .with({ kind: 'device.strays' }, (a) => unless(faultsOfStraying(state, a), () => state))
    .with({ kind: 'device.scribbles' }, (a) => unless(faultsOfScribbling(state, a), () => state))
    .with({ kind: 'device.marks' }, (a) => unless(faultsOfMarking(state, a), () => state))
    .with({ kind: 'device.fails' }, (a) => unless(faultsOfFailing(state, a), () => failed(state, a)))
    .exhaustive()
}

function faultsOfOffering(state: NetState, { queue, chain, lengths, indirect }: DriverOffers): readonly Fault[] {
  const room = lengths.reduce((sum, length) => sum + length, 0)
  const small = merges(state) && room < headerLengthOf(state)
  return [
    ...faultsOfQueue(state, queue, 'receive'),
    ...faultsOfChain(state, queue, chain, { count: lengths.length, indirect }),
    ...(small
      ? [refusal('driver', ['net.rxbuf.driver.3'], `a buffer of ${room} bytes has no room for the header`)]
      : []),
  ]
}

function faultsOfTransmitting(state: NetState, action: DriverTransmits): readonly Fault[] {
  const { queue, chain, cuts, indirect } = action
  return [
    ...faultsOfQueue(state, queue, 'transmit'),
    ...faultsOfChain(state, queue, chain, { count: cuts.length + 1, indirect }),
    ...faultsOfTransmit(state, action),
  ]
}

function faultsOfCommanding(state: NetState, { chain, indirect }: DriverCommands): readonly Fault[] {
  const queue = controlQueueOf(state)
  return [...faultsOfQueue(state, queue, 'control'), ...faultsOfChain(state, queue, chain, { count: 2, indirect })]
}

/**
 * One lane a queue; acknowledgements, configuration, failures and what the device asks of notifications move when they are due. A queue that acknowledges is the control
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
    .with({ kind: 'device.asks' }, ({ queue }) => ({ name: `flags of queue ${queue}`, late: true }))
    .otherwise(() => configurationLane)
}

/** After these nothing, or nothing of a queue, is used or notified of. */
function ends(action: NetAction): boolean {
  if (action.kind === 'driver.sets') return action.bit === 'FAILED'
  return action.kind === 'driver.resetsQueue' || action.kind === 'driver.resets' || action.kind === 'driver.suspends'
}

const configurationLane: Lane = { name: 'configuration', late: true }
