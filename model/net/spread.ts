import type { ClauseId } from '../clause/clause.ts'
import { arrayOf, type Bytes, lengthOf, sliceOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { Queue, Spread } from '../ring/queue.ts'
import { decodeNetHeader } from '../wire/net-header.ts'
import type { DeviceUses } from './action.ts'
import { headerLengthOf } from './header.ts'
import { has } from './numbering.ts'
import { padded } from './padding.ts'
import { fieldsOf, withoutChecksum } from './receive-offload/checksum.ts'
import { formatOf } from './ring-format.ts'
import { merges } from './room.ts'
import type { Arriving, NetState } from './state.ts'

const fault = (clause: ClauseId, because: string): Fault => refusal('device', [clause], because)

/** The frame on its way whose bytes these are, padding aside where the target pads. */
export function frameWith(state: NetState, bytes: Bytes): Arriving | undefined {
  return state.arriving.find((frame) => isSame(state, frame.bytes, bytes) || isButForSum(state, frame, bytes))
}

/** Whether bytes are those of a frame, padding aside where the target pads. */
export const isSame = ({ config }: NetState, frame: Bytes, bytes: Bytes): boolean =>
  frame === bytes || (config.traits.pads && padded(frame) === bytes)

/** Whether a device may write the checksum of a frame. */
const maySum = (state: NetState, { offload }: Arriving): boolean =>
  offload !== undefined || has(state, 'VIRTIO_NET_F_GUEST_CSUM')

/** Whether bytes are those of a frame, or of a beginning of it, but for a checksum that the device may write. */
function isButForSum(state: NetState, frame: Arriving, bytes: Bytes, part = false): boolean {
  if (!maySum(state, frame) || (!part && bytes.length !== frame.bytes.length)) return false
  const fields = fieldsOf(frame.bytes, frame.offload)
  const masked = (one: Bytes): string => fields.reduce((all, field) => withoutChecksum(all, field), one as string)
  return fields.length > 0 && masked(frame.bytes).startsWith(masked(bytes))
}

/** A frame on its way that begins with these bytes, padding aside where the target pads, and goes on behind them. */
const frameBeginning = (state: NetState, bytes: Bytes): Arriving | undefined =>
  state.arriving.find((frame) => {
    const whole = state.config.traits.pads ? padded(frame.bytes) : frame.bytes
    return whole.length > bytes.length && (whole.startsWith(bytes) || isButForSum(state, frame, bytes, true))
  })

/** What is known of a frame once one more buffer of it was seen: the buffers, and how many there are to be. */
export function gathered(state: NetState, { spread }: Queue, use: DeviceUses): Spread {
  const bytes = `${spread?.bytes ?? ''}${use.bytes}` as Bytes // Bytes, joined
  const buffers = (spread?.buffers ?? 0) + 1
  if (spread !== undefined) return { ...spread, bytes, buffers }
  const size = headerLengthOf(state)
  const header = merges(state) ? decodeNetHeader(arrayOf(sliceOf(bytes, 0, size)), size) : undefined
  return { bytes, buffers, of: header?.ok === true ? header.value.numBuffers : 1 }
}

/** Whether buffers of a frame are still to come: as many as were announced were not seen, and a frame goes on. */
export function isOpen(state: NetState, { bytes, buffers, of }: Spread): boolean {
  return buffers < of && frameBeginning(state, sliceOf(bytes, headerLengthOf(state))) !== undefined
}

/**
 * What a buffer breaks as one of those that a frame is spread over. A count that is too large is not the number of buffers that
 * hold the frame; one that is too small leaves out a buffer, such as that of the header.
 */
export function faultsOfSpread(state: NetState, use: DeviceUses, now: Spread, room: number): readonly Fault[] {
  const { buffers, of } = now
  const payload = sliceOf(now.bytes, headerLengthOf(state))
  const count = `num_buffers is ${of}`
  if (!isOpen(state, now) && frameWith(state, payload) !== undefined) return faultsOfWholeCount(now)
  const next = frameBeginning(state, payload)
  if (next === undefined) return faultsOfSecondHeader(state, use, now)
  const full = use.length === room
  if (buffers >= of) {
    const goesOn = full && use.more === true
    return of === 0 || goesOn ? [fault('net.rx.device.5', `${count}, and frame ${next.frame} goes on`)] : []
  }
  if (!full) {
    const because = `buffer ${buffers} of ${of} holds ${use.length} of the ${room} bytes it has room for`
    return [fault('net.rx.device.6', because)]
  }
  if (use.more !== true) {
    const clause = formatOf(state).packed ? 'packed.multi.def.1' : 'net.rx.device.7'
    return [fault(clause, `buffer ${buffers} of ${of} is seen as used, and the next one is not`)]
  }
  return []
}

/** A frame is whole: as many buffers must have been announced. */
function faultsOfWholeCount({ buffers, of }: Spread): readonly Fault[] {
  if (buffers === of) return []
  const because = `num_buffers is ${of}, and the frame is in ${buffers} ${buffers === 1 ? 'buffer' : 'buffers'}`
  return [fault(of < buffers ? 'net.rx.device.5' : 'net.rxbuf.device.1', because)]
}

/** Bytes that no frame goes on with: a header before them, say, which only the first buffer has. */
function faultsOfSecondHeader(state: NetState, use: DeviceUses, { bytes, buffers }: Spread): readonly Fault[] {
  const size = headerLengthOf(state)
  const before = sliceOf(bytes, size, lengthOf(bytes) - lengthOf(use.bytes))
  const behind = `${before}${sliceOf(use.bytes, size)}` as Bytes // Bytes, joined
  const fits = frameWith(state, behind) !== undefined || frameBeginning(state, behind) !== undefined
  if (buffers === 1 || !fits) return []
  return [fault('net.rx.def.1', `buffer ${buffers} of a frame begins with a header`)]
}

/** A frame that goes on where its buffer ends, although it may not be spread over several. */
export function faultsOfSpreading(
  state: NetState,
  use: DeviceUses,
  numBuffers: number,
  room: number,
): readonly Fault[] {
  if (merges(state) || numBuffers < 2 || use.length < room) return []
  const frame = frameBeginning(state, sliceOf(use.bytes, headerLengthOf(state)))
  if (frame === undefined) return []
  return [fault('net.rxbuf.device.2', `frame ${frame.frame} is spread over ${numBuffers} buffers without MRG_RXBUF`)]
}
