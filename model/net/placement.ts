import type { ClauseId } from '../clause/clause.ts'
import { negotiated } from '../feature/negotiation.ts'
import { arrayOf, type Bytes, lengthOf, sliceOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { Queue } from '../ring/queue.ts'
import { clauseOfRing } from '../ring/renewal.ts'
import { clauseOfFraming } from '../ring/suspicion.ts'
import { decodeNetHeader, type NetHeader } from '../wire/net-header.ts'
import { netHeaderSizes } from '../wire/net-header-layout.ts'
import type { ChainId, DeviceUses } from './action.ts'
import { faultsOfCount } from './completion.ts'
import { faultsOfPassing } from './filtering.ts'
import { faultsOfFollowing } from './flow.ts'
import { hashesOfReadings } from './hash.ts'
import { hashRuleOf } from './hash-rule.ts'
import { faultsOfCountWithout, headerLengthOf, headerLengthUnder } from './header.ts'
import { clauseOfOtherHeader } from './inner-hash-clause.ts'
import { has } from './numbering.ts'
import { clauseOfMisplacement } from './placement-clause.ts'
import type { Reading } from './reading.ts'
import { faultsOfOffload } from './receive-offload/header.ts'
import { clauseOfReport } from './report-clause.ts'
import { isReported, noHash } from './reporting.ts'
import { formatOf } from './ring-format.ts'
import { merges } from './room.ts'
import type { NetRules } from './rules.ts'
import type { Setting } from './setting.ts'
import { faultsOfSpread, faultsOfSpreading, frameWith, gathered, isOpen, isSame } from './spread.ts'
import type { Arriving, NetState, Treatment } from './state.ts'
import { type Hash, hashOf } from './steering.ts'
import { isAlike } from './transmission.ts'

const fault = (clause: ClauseId, because: string): Fault => refusal('device', [clause], because)

/** What a used receive buffer breaks. One of several for a frame is judged as such; the frame, once all of it is there. */
export function faultsOfPlacement(state: NetState, use: DeviceUses, queue: Queue, rules: NetRules): readonly Fault[] {
  const room = queue.chains.find((chain) => chain.id === use.chain)?.room ?? 0
  if (use.length > room) {
    return [fault('split.used.device.2', `len ${use.length} is more than the ${room} bytes the device could write`)]
  }
  const miscounted = faultsOfCount(use)
  if (miscounted.length > 0) return miscounted
  const size = headerLengthOf(state)
  const now = gathered(state, queue, use)
  const header = decodeNetHeader(arrayOf(sliceOf(now.bytes, 0, size)), size)
  if (!header.ok)
    return [
      fault(clauseOfRing(queue, 'house.frame.whole'), `len ${use.length} does not cover the header: ${header.because}`),
    ]
  const spread = merges(state)
    ? faultsOfSpread(state, use, now, room)
    : faultsOfSpreading(state, use, header.value.numBuffers, room)
  return spread.length > 0 || isOpen(state, now)
    ? spread
    : faultsOfFrame(state, { ...use, bytes: now.bytes }, header.value, rules)
}

/** Whether a header and the frame behind it may stand in the buffers of a queue. */
export function isPlaceable(state: NetState, { index }: Queue, bytes: Bytes, rules: NetRules): boolean {
  const size = headerLengthOf(state)
  const header = decodeNetHeader(arrayOf(sliceOf(bytes, 0, size)), size)
  return header.ok && faultsOfFrame(state, { queue: index, bytes }, header.value, rules).length === 0
}

/** Header and frame, and the queue they are in. */
type Placed = Pick<DeviceUses, 'queue' | 'bytes'> & { readonly chain?: ChainId }

/** What a frame behind its header breaks, wherever it lies. */
function faultsOfFrame(state: NetState, use: Placed, header: NetHeader, rules: NetRules): readonly Fault[] {
  const payload = sliceOf(use.bytes, headerLengthOf(state))
  const frame = frameWith(state, payload)
  if (frame === undefined)
    return [...rewrittenHeader(state, use), ...otherHeader(state, use), stranger(state, use, payload)]
  const { hashReport = 0, hashValue = 0 } = header
  const shown: Hash = { report: hashReport, value: hashValue }
  return [
    ...faultsOfTreatment(state, use, frame, shown, rules),
    ...faultsOfOffload(state, header, frame, payload),
    ...faultsOfCountWithout(state, header),
  ]
}

/** A frame behind the header of features that were written when the set was frozen already. */
function rewrittenHeader(state: NetState, use: Placed): readonly Fault[] {
  if (state.rewritten === undefined) return []
  const size = headerLengthUnder(state.rewritten)
  if (size === headerLengthOf(state) || frameWith(state, sliceOf(use.bytes, size)) === undefined) return []
  return [fault('core.features.def.1', `the header has ${size} bytes, by features written after FEATURES_OK`)]
}

/** A frame behind a header of a size that other features give. */
function otherHeader(state: NetState, use: Placed): readonly Fault[] {
  const due = headerLengthOf(state)
  const size = netHeaderSizes.find((one) => one !== due && frameWith(state, sliceOf(use.bytes, one)) !== undefined)
  return size === undefined ? [] : [fault('net.hdr.def.1', `the header has ${size} bytes, not ${due}`)]
}

/** Bytes that are no frame on its way: too few of one, too many of one, or nothing that arrived. */
function stranger(state: NetState, { queue, chain }: Placed, payload: Bytes): Fault {
  const gone = state.gone.dropped.find(({ bytes }) => isSame(state, bytes, payload))
  if (gone !== undefined)
    return fault(gone.clause, `frame ${gone.frame} came while its queue was in reset, and is placed now`)
  const cut = state.arriving.find((frame) => frame.bytes.startsWith(payload))
  if (cut !== undefined) {
    return fault(
      'house.frame.whole',
      `len covers ${lengthOf(payload)} of the ${lengthOf(cut.bytes)} bytes of frame ${cut.frame}`,
    )
  }
  const long = state.arriving.find((frame) => payload.startsWith(frame.bytes))
  if (long !== undefined) {
    return fault(
      'split.used.device.2',
      `len covers ${lengthOf(payload) - lengthOf(long.bytes)} bytes that frame ${long.frame} does not have`,
    )
  }
  const format = formatOf(state)
  const lie = state.queues[queue]?.chains.find(({ id }) => id === chain)
  const alike = state.arriving.some(({ bytes }) => isAlike(bytes, payload))
  const clause = alike ? clauseOfFraming(format, lie, 'house.frame.foreign') : 'house.frame.foreign'
  return fault(clause, `the bytes are no frame that is on its way${alike ? ', but those of one in another order' : ''}`)
}

/** A frame must be placed and reported as one of the settings since its arrival says, the same for both. */
function faultsOfTreatment(
  state: NetState,
  use: Placed,
  frame: Arriving,
  shown: Hash,
  rules: NetRules,
): readonly Fault[] {
  const reporting = has(state, 'VIRTIO_NET_F_HASH_REPORT')
  const isReport = (t: Treatment) =>
    !reporting || isReported(shown, rules.reports(t.setting.hashing, frame.bytes, hashRuleOf(rules, state, t.setting)))
  const here = frame.treatments.filter((t) => t.queues.includes(use.queue))
  const fitting = here.filter(isReport)
  if (fitting.length > 0)
    return [...faultsOfFollowing(state, frame, use.queue), ...faultsOfPassing(state, frame, fitting)]
  const last = here.at(-1) ?? frame.treatments.at(-1)
  if (last === undefined) return [fault('core.status.device.1', `frame ${frame.frame} is placed before DRIVER_OK`)]
  const wrongReport = fault(
    clauseOfWrongReport(state, last.setting, frame.bytes, shown, rules),
    `frame ${frame.frame} is reported as ${printHash(shown)}, not ${wanted(state, last, frame, rules)}`,
  )
  if (here.length > 0) return [wrongReport]
  const queues = frame.treatments.flatMap((t) => t.queues)
  const wrongQueue = fault(
    clauseOfMisplacement(
      state,
      {
        queue: use.queue,
        frame: frame.bytes,
        shown,
        treatment: last,
        settings: frame.treatments.map((t) => t.setting),
      },
      rules,
    ),
    `frame ${frame.frame} is placed in queue ${use.queue}, not ${queues.join(' or ') || 'in a queue without room'}`,
  )
  return frame.treatments.some(isReport) ? [wrongQueue] : [wrongQueue, wrongReport]
}

/** The clause of a wrong report: that of the header to hash, where it follows from another one; else that of the hash. */
function clauseOfWrongReport(state: NetState, setting: Setting, frame: Bytes, shown: Hash, rules: NetRules): ClauseId {
  const { hashing, tunnels } = setting
  const byOtherHeader = (readings: readonly Reading[]) =>
    hashing.kind === 'enabled' &&
    hashesOfReadings(readings, hashing.types).some((input) => isReported(shown, [hashOf(hashing.key, input) ?? noHash]))
  const clause = clauseOfOtherHeader(setting, frame, byOtherHeader)
  return clause ?? clauseOfReport(hashing, frame, shown, rules.read(frame, negotiated(state.life), tunnels))
}

const printHash = (hash: Hash): string =>
  hash.report === 0 ? 'NONE' : `type ${hash.report} value 0x${hash.value.toString(16).padStart(8, '0')}`

function wanted(state: NetState, treatment: Treatment, frame: Arriving, rules: NetRules): string {
  const reports = rules.reports(treatment.setting.hashing, frame.bytes, hashRuleOf(rules, state, treatment.setting))
  return reports === undefined ? 'anything' : [...new Set(reports.map(printHash))].join(' or ')
}
