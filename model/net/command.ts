import type { ClauseId } from '../clause/clause.ts'
import { negotiated } from '../feature/negotiation.ts'
import { arrayOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { offered, used } from '../ring/queue.ts'
import type { ControlCommand } from '../wire/control-command.ts'
import type { DeviceAcknowledges, DeviceApplies, DriverCommands } from './action.ts'
import { announcementAfter } from './announcement.ts'
import { treatedToo } from './arrival.ts'
import { faultsOfCompletion, faultsOfCount, faultsOfWriteFlag } from './completion.ts'
import { clauseOfSupport, isMeant, ruleOf, settingAfter, transmitPairsAfter } from './control.ts'
import { faultsOfSuspect, isSuspect, withoutSuspect } from './corruption.ts'
import { isOfFilterClass } from './filter.ts'
import { unfollowed } from './flow.ts'
import { controlQueueOf } from './numbering.ts'
import { namesQueueInReset } from './queue-reset.ts'
import { withQueue } from './queues.ts'
import { faultsOfReply, learnt } from './reply.ts'
import { lieIn } from './ring-format.ts'
import type { NetRules } from './rules.ts'
import { isLeftAlone, type NetState, type Past, type Pending } from './state.ts'

/** Values of the acknowledgement. */
const VIRTIO_NET_OK = 0
const VIRTIO_NET_ERR = 1

/** A command is placed on the control queue. */
export function commanded(state: NetState, { chain, command, result = 0, indirect }: DriverCommands): NetState {
  const next = withQueue(state, controlQueueOf(state), (queue) =>
    offered(queue, { id: chain, room: 1 + result, ...lieIn(state, 2, indirect), surely: false }),
  )
  const now = transmitPairsAfter(state.transmitPairs, command, 'placed', state.config.maxPairs)
  const pending: Pending = {
    chain,
    command,
    applied: 'not yet',
    doubtful: isDoubtful(state, command),
    room: result,
  }
  return unfollowed({ ...next, pending: [...next.pending, pending], transmitPairs: now })
}

/** Whether a command may be turned down although it is well-formed: it names a queue in reset, or acknowledges what nobody asked for. */
function isDoubtful(state: NetState, command: ControlCommand): boolean {
  if (command.name === 'ANNOUNCE_ACK') return state.announcement !== 'on'
  return namesQueueInReset(state, command)
}

/** The command that takes effect next: commands do so in the order in which they were made available. */
export function nextToApply(state: NetState): Pending | undefined {
  return state.pending.find((pending) => pending.applied === 'not yet')
}

/** Whether a command may be taken, turned down, or either: practice turns down what it does not know. A valid one must be taken. */
export function outcomes(state: NetState, pending: Pending, rules: NetRules): readonly boolean[] {
  if (pending.command.name === 'ANNOUNCE_ACK' && state.announcement !== 'on') return [false, true]
  const outcome = rules.outcome(pending.command, negotiated(state.life), state.config, state)
  if (pending.doubtful) return [false, true]
  return outcome === 'either' ? [false, true] : { accepted: [true], able: [true, false], refused: [false] }[outcome]
}

/** What is wrong with a command taking effect now. Nobody sees it: only the model proposes it. */
export function faultsOfApplying(state: NetState, action: DeviceApplies, rules: NetRules): readonly Fault[] {
  const next = isLeftAlone(state) ? undefined : nextToApply(state)
  if (next?.chain !== action.chain) {
    return [refusal('device', ['house.control.ack'], `command ${action.chain} is not the next to take effect`)]
  }
  if (outcomes(state, next, rules).includes(action.accepted)) return []
  return [refusal('device', ['house.control.valid'], `command ${action.chain} is valid and turned down`)]
}

/** A command took effect, or was turned down. Frames on their way may be treated under the new setting as well. */
export function applied(state: NetState, { chain, accepted }: DeviceApplies, rules: NetRules): NetState {
  const found = state.pending.find((pending) => pending.chain === chain)
  if (found === undefined) return state
  const pending = state.pending.map((other) => (other === found ? ended(state, other, accepted) : other))
  if (!accepted) {
    const setting = rules.afterRefusal(state.setting, found.command)
    const turnedDown = { ...state, pending, setting, past: pastRefusal(state.past, found.command) }
    return setting === state.setting ? turnedDown : treatedToo(turnedDown, rules)
  }
  const valid = isMeant(rules.outcome(found.command, negotiated(state.life), state.config, state))
  if (found.command.name === 'ANNOUNCE_ACK') {
    return { ...state, pending, announcement: announcementAfter(state, found), past: { ...state.past, cleared: true } }
  }
  const setting = settingAfter(state.setting, found.command, valid)
  const effective = ruleOf(found.command).effect?.(state, found.command, valid) ?? state
  if (setting === state.setting) return { ...effective, pending, past: { ...state.past, isTaken: true } }
  return treatedToo({ ...effective, pending, setting, past: pastCommand(state, found.command) }, rules)
}

/** A command with how it ended, and what it asked for as it is now. */
function ended(state: NetState, pending: Pending, accepted: boolean): Pending {
  if (!accepted) return { ...pending, applied: 'refused' }
  const answer = pending.doubtful ? undefined : ruleOf(pending.command).answer?.(state, pending.command)
  return { ...pending, applied: 'accepted', ...(answer !== undefined && { answer }) }
}

/** A command for the receive filters says nothing of steering, and the other way round. */
function pastRefusal(past: Past, command: ControlCommand): Past {
  return isOfFilterClass(command) ? { ...past, filterRefused: true } : { ...past, turnedDown: command }
}

function pastCommand(state: NetState, command: ControlCommand): Past {
  const { filterRefused, ...past } = state.past
  if (isOfFilterClass(command)) return past
  const refused = filterRefused === undefined ? {} : { filterRefused }
  return { ...beforeReset(state), ...cleared(state), ...refused, replaced: state.setting }
}

const cleared = ({ past }: NetState): Past => (past.cleared === undefined ? {} : { cleared: true })
const beforeReset = ({ past }: NetState): Past => (past.beforeReset === undefined ? {} : { beforeReset: true })

/** What an acknowledgement breaks. */
export function faultsOfAcknowledging(state: NetState, use: DeviceAcknowledges, rules: NetRules): readonly Fault[] {
  if (state.life.phase === 'live' && isSuspect(state.queues[use.queue], use.chain)) return faultsOfSuspect(state, use)
  const asleep = faultsOfCompletion(state, use)
  if (asleep.length > 0) return asleep
  return [...faultsOfWriteFlag(use, use.length > 0, rules), ...faultsOfClaim(state, use)]
}

function faultsOfClaim(state: NetState, use: DeviceAcknowledges): readonly Fault[] {
  const pending = state.pending.find((other) => other.chain === use.chain)
  if (pending === undefined) return [refusal('device', ['house.chain.foreign'], `chain ${use.chain} is no command`)]
  if (use.length > 1 + pending.room) {
    const writable = 1 + pending.room
    const because = `len ${use.length} of a command whose writable part is ${writable} byte${writable === 1 ? '' : 's'}`
    return [refusal('device', ['split.used.device.2'], because)]
  }
  const miscounted = faultsOfCount(use)
  if (miscounted.length > 0) return miscounted
  const ack = arrayOf(use.bytes)[0]
  if (ack !== VIRTIO_NET_OK && ack !== VIRTIO_NET_ERR) {
    const shown = ack === undefined ? 'len 0 covers no ack' : `ack is ${ack}, neither OK nor ERR`
    return [refusal('device', ['house.control.ack'], `command ${use.chain}: ${shown}`)]
  }
  const claim = ack === VIRTIO_NET_OK ? 'accepted' : 'refused'
  if (pending.applied === claim) return claim === 'accepted' ? faultsOfReply(state, pending, use.bytes) : []
  if (pending.applied === 'not yet') {
    return [refusal('device', ['house.control.ack'], `command ${use.chain} is acknowledged before it took effect`)]
  }
  return claim === 'refused'
    ? [
        refusal(
          'device',
          [clauseOfSupport(pending.command, negotiated(state.life), state.config, state), 'house.control.valid'],
          `command ${use.chain} (${pending.command.name}) is valid; ack is ERR`,
        ),
      ]
    : [refusal('device', clausesOfRefusal(state, pending), `command ${use.chain} was turned down; ack is OK`)]
}

/** Why a command must have been turned down. */
function clausesOfRefusal(state: NetState, { command }: Pending): readonly [ClauseId, ...ClauseId[]] {
  const on = { features: negotiated(state.life), config: state.config, state }
  const offence = ruleOf(command).offence?.(command, on)
  return offence === undefined ? ['house.control.refused'] : [offence, 'house.control.refused']
}

/** What the driver knows once it was told: how many transmit queues it may use. */
function told(state: NetState, { command }: Pending, ok: boolean, pending: readonly Pending[]): NetState {
  const { transmitPairs: now, config } = state
  const transmitPairs = ok ? transmitPairsAfter(now, command, 'acknowledged', config.maxPairs) : now
  return { ...state, pending, transmitPairs, answered: true }
}

/**
 * A command was acknowledged: its effect came before. A frame that arrived before the effect may have been steered before it too,
 * and be placed only now.
 */
export function acknowledged(state: NetState, use: DeviceAcknowledges): NetState {
  if (isSuspect(state.queues[use.queue], use.chain)) return withQueue(state, use.queue, withoutSuspect)
  const found = state.pending.find((pending) => pending.chain === use.chain)
  const next = withQueue(state, use.queue, (queue) => used(queue, use.chain))
  const pending = next.pending.filter((other) => other.chain !== use.chain)
  if (found === undefined) return next
  const ok = arrayOf(use.bytes)[0] === VIRTIO_NET_OK
  return told(ok ? learnt(next, found, use.bytes) : next, found, ok, pending)
}
