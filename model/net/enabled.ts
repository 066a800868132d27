import { statusBits, statusOf } from '../feature/negotiation.ts'
import { type Bytes, hexOf, lengthOf, noBytes, sliceOf } from '../kernel/bytes.ts'
import { type Chain, isOwing, type Queue } from '../ring/queue.ts'
import { encodeNetHeader } from '../wire/net-header.ts'
import type { NetHeaderSize } from '../wire/net-header-layout.ts'

import type { DeviceApplies, NetAction } from './action.ts'
import { nextToApply, outcomes } from './command.ts'
import { suspectOf } from './corruption.ts'
import { fieldValues } from './fields.ts'
import { verdictIn } from './filtering.ts'
import { isAstray } from './flow.ts'
import { hashRuleOf } from './hash-rule.ts'
import { headerLengthOf } from './header.ts'
import { wasAgreed } from './lifecycle.ts'
import { littleEndian } from './little-endian.ts'
import { controlQueueOf, has } from './numbering.ts'
import { isPlaceable } from './placement.ts'
import { type Handing, handings } from './receive-offload/choices.ts'
import { repliesTo } from './reply.ts'
import { noHash } from './reporting.ts'
import { neglected, owed } from './rest.ts'
import { formatOf } from './ring-format.ts'
import { merges } from './room.ts'
import type { NetRules } from './rules.ts'
import { type Arriving, isLeftAlone, type NetState, type Treatment } from './state.ts'
import type { Hash } from './steering.ts'
import { statusAfter, type Turn } from './suspension.ts'
import { packetsOf } from './transmission.ts'

/**
 * The reactions that the clauses permit next. A question is answered before anything else is seen: its answer comes at once. What a
 * frame is spread over is used together.
 */
export function enabledReactions(state: NetState, rules: NetRules): readonly NetAction[] {
  if (state.question !== undefined) return [...answers(state, rules), ...hiddenReactions(state, rules)]
  if (state.life.phase === 'suspended') return [...sends(state), ...rests(state, rules)]
  if (state.life.phase !== 'live') return rests(state, rules)
  const spreading = state.queues.flatMap((queue) => (queue?.spread === undefined ? [] : continued(state, queue, rules)))
  if (spreading.length > 0) return spreading.map((action) => flagged(state, action))
  const uses = [
    ...acknowledgements(state),
    ...state.arriving.flatMap((frame) => placements(state, frame, rules)),
    ...drained(state),
    ...suspects(state),
  ]
  return [
    ...hiddenReactions(state, rules),
    ...uses.map((action) => flagged(state, action)),
    ...sends(state),
    ...notifications(state),
    ...changes(state),
    ...requests(state),
    ...rests(state, rules),
  ]
}

/** What happens unseen: a command takes effect, or is turned down where the standard does not say that it must be taken. */
export function hiddenReactions(state: NetState, rules: NetRules): readonly DeviceApplies[] {
  if (isLeftAlone(state)) return []
  const next = nextToApply(state)
  if (next === undefined) return []
  const { chain } = next
  return outcomes(state, next, rules).map((accepted) => ({ kind: 'device.applies', chain, accepted }))
}

function rests(state: NetState, rules: NetRules): readonly NetAction[] {
  const trouble = state.distress !== 'none' || isLeftAlone(state)
  const busy = owed(state, rules).length > 0 || (nextToApply(state) !== undefined && !trouble)
  return busy || neglected(state, rules).length > 0 ? [] : [{ kind: 'device.rests' }]
}

function answers(state: NetState, rules: NetRules): readonly NetAction[] {
  if (state.question?.kind === 'field') {
    const { field } = state.question
    const { turn } = state.question
    if (turn !== undefined) return turns(state, turn, rules)
    return fieldValues(state, field).map((value) => ({ kind: 'device.shows', field, value }))
  }
  if (state.life.phase !== 'proposed') return []
  const answer = rules.answer(state.config.offered, state.life.features)
  const agreed: readonly NetAction[] = answer === 'decline' ? [] : [{ kind: 'device.agrees', ok: true }]
  return answer === 'agree' || (answer === 'either' && wasAgreed(state, state.life.features))
    ? agreed
    : [...agreed, { kind: 'device.agrees', ok: false }]
}

/** A request leads where it should, notifications that are due being sent first; or the device asks for a reset. */
function turns(state: NetState, turn: Turn, rules: NetRules): readonly NetAction[] {
  const due = turn === 'suspended' ? notifications(state) : []
  const good = statusAfter(state, turn, rules)
  const bad = littleEndian(statusOf(state.life) | statusBits.DEVICE_NEEDS_RESET, 1)
  const shows = [good, bad].map((value) => ({ kind: 'device.shows', field: 'device_status', value }) as const)
  return due.length > 0 ? due : shows
}

const sends = (state: NetState): readonly NetAction[] =>
  state.leaving.flatMap(packetsOf).map((bytes) => ({ kind: 'device.sends', bytes }) as const)

/** The used descriptor of a packed ring says beside the length whether anything was written. @clause packed.used.def.1 */
function flagged(state: NetState, action: NetAction): NetAction {
  const isUse = action.kind === 'device.uses' || action.kind === 'device.acknowledges'
  return isUse && formatOf(state).packed ? { ...action, wrote: action.length > 0 } : action
}

function acknowledgements(state: NetState): readonly NetAction[] {
  const queue = controlQueueOf(state)
  const control = state.queues[queue]
  const next = control === undefined ? [] : usable(control)
  return state.pending.flatMap((pending): readonly NetAction[] => {
    if (pending.applied === 'not yet' || !next.some(({ id }) => id === pending.chain)) return []
    const results = pending.applied === 'accepted' ? repliesTo(state, pending) : ['']
    return results.map((result) => {
      const bytes = (hexOf(Uint8Array.of(pending.applied === 'accepted' ? 0 : 1)) + result) as Bytes // Bytes, joined
      return { kind: 'device.acknowledges', queue, chain: pending.chain, length: lengthOf(bytes), bytes }
    })
  })
}

function drained(state: NetState): readonly NetAction[] {
  return state.queues.flatMap((queue) =>
    queue?.kind === 'transmit'
      ? usable(queue).map(
          ({ id }) => ({ kind: 'device.uses', queue: queue.index, chain: id, length: 0, bytes: '' as Bytes }) as const,
        )
      : [],
  )
}

/** The chain by which a queue was broken may be used; nothing in it stands for anything in it. */
function suspects(state: NetState): readonly NetAction[] {
  return state.queues.flatMap((queue): readonly NetAction[] => {
    const chain = queue && suspectOf(state, queue)
    if (queue === undefined || chain === undefined) return []
    const kind = queue.kind === 'control' ? 'device.acknowledges' : 'device.uses'
    return [{ kind, queue: queue.index, chain, length: 0, bytes: '' as Bytes }]
  })
}

function notifications(state: NetState): readonly NetAction[] {
  return state.queues.flatMap((queue) =>
    queue !== undefined && isOwing(queue) ? [{ kind: 'device.interrupts', queue: queue.index } as const] : [],
  )
}

function changes({ notice }: NetState): readonly NetAction[] {
  return notice.owed === undefined ? [] : [{ kind: 'device.changes' }]
}

/** A device whose driver broke a queue may ask for a reset. */
function requests({ distress }: NetState): readonly NetAction[] {
  return distress === 'provoked' || distress === 'hurt' ? [{ kind: 'device.fails', how: 'needs-reset', words: '' }] : []
}

/** A frame in each queue and chain it may be placed in, under each setting since it arrived; where advice is followed. */
function placements(state: NetState, frame: Arriving, rules: NetRules): readonly NetAction[] {
  const wanted = frame.treatments.filter((treatment) => verdictIn(treatment).passes !== 'should not')
  return wanted.flatMap((treatment) =>
    treatment.queues.flatMap((index) => {
      const queue = state.queues[index]
      return queue === undefined || isAstray(state, frame, index)
        ? []
        : intoQueue(state, frame, treatment, queue, rules)
    }),
  )
}

function intoQueue(state: NetState, frame: Arriving, treatment: Treatment, queue: Queue, rules: NetRules) {
  const size = headerLengthOf(state)
  const length = size + lengthOf(frame.bytes)
  const hashes = reported(state, treatment, frame, rules)
  const ways = handings(state, frame)
  const contents = (count: number) => hashes.flatMap((hash) => ways.map((way) => headed(way, hash, count, size)))
  if (!merges(state)) {
    const chains = choices(usable(queue).filter((chain) => chain.room >= length))
    return chains.flatMap((chain) => contents(1).map((content) => use(queue, chain, content, 1)))
  }
  return choices(usable(queue)).flatMap((chain) => {
    const buffers = buffersFrom(queue, chain, length)
    return buffers === undefined ? [] : contents(buffers).map((content) => use(queue, chain, content, buffers))
  })
}

/** How many buffers content takes from one on, the others in the order in which they were offered; nothing where they do not suffice. */
function buffersFrom({ chains }: Queue, first: Chain, length: number): number | undefined {
  let left = length - first.room
  let buffers = 1
  for (const { id, room } of chains) {
    if (left <= 0) break
    if (id === first.id) continue
    left -= room
    buffers++
  }
  return left <= 0 ? buffers : undefined
}

/** What comes next of a frame that is spread over as many buffers as were announced: any frame that the header may stand before. */
function continued(state: NetState, queue: Queue, rules: NetRules): readonly NetAction[] {
  const { bytes = noBytes, buffers = 0, of = 0 } = queue.spread ?? {}
  const header = sliceOf(bytes, 0, headerLengthOf(state))
  const forms = state.arriving.flatMap((frame) => handings(state, frame).map((way) => way.bytes))
  const contents = [...new Set(forms)].map((form) => `${header}${form}` as Bytes) // Bytes, joined
  return contents.flatMap((content) => {
    if (!content.startsWith(bytes) || !isPlaceable(state, queue, content, rules)) return []
    const left = sliceOf(content, lengthOf(bytes))
    return choices(usable(queue))
      .filter((chain) => buffersFrom(queue, chain, lengthOf(left)) === of - buffers)
      .map((chain) => use(queue, chain, left, of - buffers))
  })
}

/** The chains that may be used next. @clause core.inorder.device.1 */
const usable = ({ chains, ring }: Queue): readonly Chain[] => (ring.inOrder ? chains.slice(0, 1) : chains)

/** Of many chains the first, the second and the last stand for all: the order of use is free (core.vq.def.1). */
function choices(chains: readonly Chain[]): readonly Chain[] {
  return chains.length <= 4 ? chains : [...chains.slice(0, 2), ...chains.slice(-1)]
}

/** The reports a header may carry; beside NONE any value may stand, for which zero and another one stand. */
function reported(
  state: NetState,
  treatment: Treatment,
  frame: Arriving,
  rules: NetRules,
): readonly (Hash | undefined)[] {
  if (!has(state, 'VIRTIO_NET_F_HASH_REPORT')) return [undefined]
  const allowed = rules.reports(
    treatment.setting.hashing,
    frame.bytes,
    hashRuleOf(rules, state, treatment.setting),
  ) ?? [noHash]
  return allowed.flatMap((hash) => (hash.report === 0 ? [noHash, { report: 0, value: 0xdeadbeef }] : [hash]))
}

/** A frame behind its header of so many bytes. */
function headed(
  { header: said, bytes }: Handing,
  hash: Hash | undefined,
  numBuffers: number,
  size: NetHeaderSize,
): Bytes {
  const reported = hash && { hashReport: hash.report, hashValue: hash.value }
  return (hexOf(encodeNetHeader({ ...said, numBuffers, ...reported }, size)) + bytes) as Bytes // Bytes, joined
}

/** One buffer filled with what it has room for of some content, the first of as many as that takes. */
function use({ index }: Queue, chain: Chain, content: Bytes, buffers: number): NetAction {
  const bytes = sliceOf(content, 0, chain.room)
  const more = buffers > 1 && ({ more: true } as const)
  return { kind: 'device.uses', queue: index, chain: chain.id, length: lengthOf(bytes), bytes, ...more }
}
