import type { ClauseId } from '../clause/clause.ts'
import type { QueueIndex } from '../kernel/brand.ts'
import type { Obligation } from '../kernel/machine.ts'
import { type Fault, owe, refusal, restless } from '../kernel/step.ts'
import { type Chain, isOwing, notified, type Queue, rested } from '../ring/queue.ts'
import { clauseOfLeftover } from '../ring/suspicion.ts'
import { dropped, excused, unselected } from './arrival.ts'
import { isDueByChange, mayHold } from './coalescing.ts'
import { leaked } from './corruption.ts'
import { isExcusing } from './distress.ts'
import { clauseOfLoss, faultsOfWithholding, mayBeWithheld } from './filtering.ts'
import { flowsAtRest, waitingFrames } from './flow.ts'
import { clauseOfUntold, untold } from './notification.ts'
import { has } from './numbering.ts'
import type { NetRules } from './rules.ts'
import { type Arriving, isLeftAlone, type Leaving, type NetState } from './state.ts'
import { clauseOfDeparture, hasBegun } from './transmission.ts'

/** What a device must have done before it rests: lose no frame, no chain, no acknowledgement, no notification. */
export function owed(state: NetState, rules: NetRules): readonly Obligation[] {
  if (isLeftAlone(state)) return owedAnswers(state)
  const notice = owedNotice(state)
  if (isExcusing(state.distress)) return notice
  return [
    ...owedAnswers(state),
    ...state.queues.flatMap(owedBuffers),
    ...owedFrames(state, rules),
    ...owedChains(state),
    ...owedNotifications(state),
    ...notice,
  ]
}

function owedNotice({ notice: { owed: clause } }: NetState): readonly Obligation[] {
  if (clause === undefined) return []
  const what = clause === 'core.status.device.3' ? 'DEVICE_NEEDS_RESET is set' : 'the configuration changed'
  return [owe(clause, `${what}, and no configuration change notification was sent`)]
}

function owedAnswers({ question }: NetState): readonly Obligation[] {
  if (question === undefined) return []
  const asked = question.kind === 'field' ? `the read of ${question.field}` : 'FEATURES_OK'
  return [owe('house.device.answers', `${asked} is not answered`)]
}

/** Frames that are on their way although nothing held them up. */
function lostFrames(state: NetState, rules: NetRules): readonly Arriving[] {
  const held = new Set(rules.waits(settled(excused(state)), rules.drops).map(({ frame }) => frame))
  return excused(state).arriving.filter(({ frame, excused: may }) => !may && !held.has(frame))
}

/** What a rest breaks that binds nobody: frames that should be received are not. */
export function neglected(state: NetState, rules: NetRules): readonly Fault[] {
  return state.distress === 'none' && !isLeftAlone(state) ? faultsOfWithholding(lostFrames(state, rules)) : []
}

function owedFrames(state: NetState, rules: NetRules): readonly Obligation[] {
  const lost = lostFrames(state, rules).filter((frame) => !mayBeWithheld(frame))
  return lost.map((one) => {
    const { frame, treatments } = one
    const queues = [...new Set(treatments.flatMap((t) => t.queues))]
    const reached = queues.map((queue) => state.queues[queue])
    const renewed = reached.find((queue) => queue?.renewal !== undefined)
    const clause = clauseIn(state, clauseOfLoss(state, one))
    const suspect = renewed ?? (clause === 'house.frame.lost' ? reached[0] : undefined)
    return owe(
      clauseOfLeftover(suspect, suspect?.chains[0], clause),
      `frame ${frame} is not placed although queue ${queues.join(', ')} has room`,
    )
  })
}

/** Before DRIVER_OK nothing may be consumed, and so nothing is owed. @clause core.status.device.1 */
function owedChains(state: NetState): readonly Obligation[] {
  if (state.life.phase === 'prepared') return []
  const stuck = state.queues.flatMap((queue) =>
    queue === undefined || queue.kind === 'receive' || queue.broken !== undefined
      ? []
      : queue.chains.map((chain) => ({ queue, chain })),
  )
  return [
    ...state.leaving.flatMap((frame) => (frame.excused === true ? [] : [owedPacket(state, frame)])),
    ...stuck.map(({ queue, chain }) => {
      const absent = queue.kind === 'control' && !state.answered
      const elsewhere = state.rewritten === undefined ? 'net.vq.def.1' : 'core.features.def.1'
      const because = `chain ${chain.id} of ${queue.kind} queue ${queue.index} is not used`
      return owe(absent ? elsewhere : clauseOfIdle(state, queue.index, 'house.chain.lost', chain), because)
    }),
  ]
}

/** The other buffers of a frame that is spread over several. */
function owedBuffers(queue: Queue | undefined): readonly Obligation[] {
  if (queue?.spread === undefined || queue.broken !== undefined) return []
  const { buffers, of } = queue.spread
  const clause = queue.ring.packed ? 'packed.multi.def.1' : 'net.rx.device.7'
  return [owe(clause, `${buffers} of the ${of} buffers of a frame in queue ${queue.index} are used`)]
}

function owedPacket(state: NetState, leaving: Leaving): Obligation {
  const { frame, queue, trap } = leaving
  const clause =
    trap ??
    clauseOfIdle(
      state,
      queue,
      hasBegun(leaving) ? clauseOfDeparture(leaving) : (leaving.table ?? 'house.transmit.lost'),
      state.queues[queue]?.chains.find(({ id }) => id === leaving.chain),
    )
  return owe(clause, `${hasBegun(leaving) ? 'all of ' : ''}frame ${frame} of queue ${queue} did not leave`)
}

/** While its driver broke another queue, what is not served was lost with that. */
const clauseIn = ({ distress }: NetState, otherwise: ClauseId): ClauseId =>
  distress === 'hurt' || distress === 'serving' ? 'house.queue.healthy' : otherwise

/** The first pair is at work before any command, whatever was negotiated: where it never did anything, that is not so. */
function clauseOfIdle(state: NetState, index: QueueIndex, otherwise: ClauseId, chain?: Chain): ClauseId {
  const queue = state.queues[index]
  const asleep = queue?.served === false && index <= 1 && state.setting.steering.kind === 'first'
  const usual = asleep && has(state, 'VIRTIO_NET_F_MQ') ? 'net.mq.def.1' : clauseIn(state, otherwise)
  return clauseOfLeftover(queue, chain, usual)
}

function owedNotifications(state: NetState): readonly Obligation[] {
  if (state.config.traits.unheard === true) return []
  return state.queues.flatMap((queue) =>
    queue !== undefined && isOwing(queue) && queue.broken === undefined && !mayHold(state, queue.index)
      ? [
          isDueByChange(state, queue.index)
            ? owe(
                'net.coal.def.3',
                `queue ${queue.index} may not hold its notification back any more, and did not notify`,
              )
            : owe(clauseOfUntold(queue), `queue ${queue.index} used ${untold(queue)} and did not notify`),
        ]
      : [],
  )
}

/** What a rest breaks: whatever is owed; and what should have been done by then. */
export function faultsOfRest(state: NetState, rules: NetRules): readonly Fault[] {
  const [first, ...others] = owed(state, rules)
  const late = [...unselected(state), ...neglected(state, rules)]
  if (first !== undefined) return [restless([first, ...others]), ...late]
  const stopped = state.distress === 'provoked' ? owed({ ...state, distress: 'none' }, rules) : []
  if (stopped.length === 0) return [...leaked(state), ...late]
  const because = 'the device stopped working once its driver broke a queue, and does not ask for a reset'
  return [refusal('device', ['core.status.device.2'], because), ...late]
}

/** A device that has seen every chain there is, if it looks at any. */
function settled(state: NetState): NetState {
  if (state.life.phase === 'prepared') return state
  const queues = state.queues.map((queue) => (queue === undefined ? queue : rested(queue)))
  return queues.every((queue, index) => queue === state.queues[index]) ? state : { ...state, queues }
}

/** Whether the notification of a queue may be held back beyond a rest. */
const isHolding = (state: NetState, queue: Queue | undefined): boolean =>
  queue !== undefined && mayHold(state, queue.index)

/** After a rest: every chain is surely visible, only frames that may wait are still on their way, nothing is owed. */
export function restedState(state: NetState, rules: NetRules): NetState {
  if (isLeftAlone(state)) return state.question === undefined ? state : { ...state, question: undefined }
  const { queues } = settled(state)
  const seen = { ...excused(state), queues }
  const arriving = waitingFrames(rules.waits(seen, rules.drops))
  const calm = arriving.length === 0 && state.arriving.length === 0
  const leaving = state.life.phase === 'prepared' ? state.leaving : []
  const owing =
    state.notice.owed !== undefined ||
    state.leaving.length > leaving.length ||
    state.question !== undefined ||
    queues.some((queue) => queue !== undefined && isOwing(queue) && !isHolding(state, queue)) ||
    state.flows.fresh.length > 0
  if (queues === state.queues && calm && !owing) return state
  const lost = dropped(seen, arriving, rules.drops)
  const gone = lost.length === 0 ? state.gone : { ...state.gone, dropped: [...state.gone.dropped, ...lost] }
  const notice = { ...state.notice, owed: undefined }
  const flows = flowsAtRest(state)
  return {
    ...state,
    queues: queues.map((queue) => (queue === undefined || isHolding(state, queue) ? queue : notified(queue))),
    arriving,
    gone,
    leaving,
    question: undefined,
    notice,
    flows,
  }
}
