import { arrayOf, type Bytes, hexOf, noBytes, sliceOf } from '../../model/kernel/bytes.ts'
import type { DeviceUses } from '../../model/net/action.ts'
import { decodeNetHeader, encodeNetHeader } from '../../model/wire/net-header.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import type { Watch } from './watch.ts'

/** One of the buffers that a frame is spread over. */
interface Piece {
  readonly use: DeviceUses
  /** Which of them, from 0 on, and of how many. */
  readonly nth: number
  readonly of: number
  /** The header of the first. */
  readonly header: Bytes
}

/** Alters the buffers of frames that are spread over several. */
function spreading(bug: Omit<ReactionBug, 'wrap'>, change: (piece: Piece, watch: Watch) => DeviceUses): ReactionBug {
  return {
    ...bug,
    wrap: (session) =>
      altered(session, () => {
        const open = new Map<number, { nth: number; of: number; header: Bytes }>()
        return (entry, watch) => {
          if (!watch.isPlacement(entry)) return [entry]
          const begun = open.get(entry.queue) ?? { nth: 0, ...first(entry, watch) }
          const { nth, of } = begun
          if (nth + 1 < of) open.set(entry.queue, { ...begun, nth: nth + 1 })
          else open.delete(entry.queue)
          return [of > 1 ? change({ ...begun, use: entry }, watch) : entry]
        }
      }),
  }
}

function first(use: DeviceUses, watch: Watch) {
  const size = watch.headerSize
  const header = decodeNetHeader(arrayOf(use.bytes), size)
  return { of: header.ok ? header.value.numBuffers : 1, header: header.ok ? sliceOf(use.bytes, 0, size) : noBytes }
}

/** The first buffer with another `num_buffers`. */
function counting({ use, nth, of, header }: Piece, count: number): DeviceUses {
  const size = header.length === 40 ? 20 : 12
  const decoded = decodeNetHeader(arrayOf(header), size)
  if (nth > 0 || of < 2 || !decoded.ok) return use
  const changed = hexOf(encodeNetHeader({ ...decoded.value, numBuffers: count }, size))
  return { ...use, bytes: (changed + sliceOf(use.bytes, size)) as Bytes } // Bytes, joined
}

/** Seeded bugs of merged receive buffers. */
export const mergeableBugs: readonly ReactionBug[] = [
  spreading(
    {
      id: 'num-buffers-one-more',
      says: 'num_buffers counts one buffer more than a frame is spread over.',
      source: 'ours',
      property: 'mergeable/spread',
      clause: 'net.rxbuf.device.1',
    },
    (piece) => counting(piece, piece.of + 1),
  ),
  spreading(
    {
      id: 'num-buffers-poisoned',
      says: 'num_buffers is what the buffer held before.',
      source: 'QEMU c17ad4b11b; DPDK b9c1ec8577',
      property: 'mergeable/spread',
      clause: 'net.rxbuf.device.1',
    },
    (piece) => counting(piece, 0xffff),
  ),
  spreading(
    {
      id: 'num-buffers-without-header',
      says: 'num_buffers counts the buffers beside the one with the header.',
      source: 'ours',
      property: 'mergeable/spread',
      clause: 'net.rx.device.5',
    },
    (piece) => counting(piece, piece.of - 1),
  ),
  spreading(
    {
      id: 'buffer-not-filled',
      says: 'The last byte of a buffer is left unused where a frame goes on behind it.',
      source: 'ours',
      property: 'mergeable/spread',
      clause: 'net.rx.device.6',
    },
    ({ use, nth, of }) =>
      nth + 1 < of ? { ...use, length: use.length - 1, bytes: sliceOf(use.bytes, 0, use.length - 1) } : use,
  ),
  spreading(
    {
      id: 'buffers-one-by-one',
      says: 'The buffers of a frame are used one by one.',
      source: 'ours',
      property: 'mergeable/spread',
      clause: 'net.rx.device.7',
    },
    ({ use: { more: _, ...use } }) => use,
  ),
  spreading(
    {
      id: 'header-in-every-buffer',
      says: 'Every buffer of a frame begins with the header.',
      source: 'ours',
      property: 'mergeable/spread',
      clause: 'net.rx.def.1',
    },
    ({ use, nth, header }) =>
      nth === 0
        ? use
        : {
            ...use,
            bytes: sliceOf(`${header}${use.bytes}` as Bytes, 0, Math.max(use.length, header.length / 2 + 1)),
            length: Math.max(use.length, header.length / 2 + 1),
          },
  ),
]
