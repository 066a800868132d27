import { arrayOf } from '../../model/kernel/bytes.ts'
import type { ChainId, DriverTransmits } from '../../model/net/action.ts'
import { type ControlCommand, encodeControlCommand } from '../../model/wire/control-command.ts'
import { join } from '../../model/wire/join.ts'
import { encodeNetHeader, plainHeader } from '../../model/wire/net-header.ts'
import type { NetHeaderSize } from '../../model/wire/net-header-layout.ts'

/** What one descriptor is to hold: bytes for the device to read, or how many bytes it may write. */
export type Piece = { readonly reads: Uint8Array } | { readonly writes: number }

/** The bytes that a piece takes. */
export const lengthOf = (piece: Piece): number => ('reads' in piece ? piece.reads.length : piece.writes)

/** A receive buffer. */
export const receivePieces = (lengths: readonly number[]): readonly Piece[] => lengths.map((writes) => ({ writes }))

/**
 * A frame behind its header, which is of zeros where nothing is requested. Cuts that fall outside, as they do when a frame was
 * shortened, are left out.
 *
 * @clause net.tx.driver.3 net.tx.driver.4 net.tx.driver.5
 */
export function transmitPieces(
  { bytes, cuts, request }: Pick<DriverTransmits, 'bytes' | 'cuts' | 'request'>,
  headerSize: NetHeaderSize,
): readonly Piece[] {
  return cutAt(join(encodeNetHeader({ ...plainHeader, ...request }, headerSize), arrayOf(bytes)), cuts)
}

const COMMAND_HEADER = 2
const ACK_SIZE = 1

/**
 * A control command, and room for the acknowledgement and for `result` bytes behind it. How it is cut varies with the chain: whole, behind class and command,
 * or in the middle of `command-specific-data`. The device must take all of them alike.
 *
 * @clause net.ctrl.def.1 split.framing.device.1
 */
export function commandPieces(command: ControlCommand, chain: ChainId, result = 0): readonly Piece[] {
  const bytes = encodeControlCommand(command)
  const ways = [[], [COMMAND_HEADER], [COMMAND_HEADER + ((bytes.length - COMMAND_HEADER) >> 1)]]
  return [...cutAt(bytes, ways[chain % ways.length] ?? []), ...roomFor(result, chain)]
}

/** Room for the acknowledgement and what stands behind it: in one piece, apart, or the result in two. */
function roomFor(result: number, chain: ChainId): readonly Piece[] {
  if (result === 0) return [{ writes: ACK_SIZE }]
  if (chain % 2 === 0) return [{ writes: ACK_SIZE + result }]
  const half = result >> 1
  return [ACK_SIZE, half, result - half].filter((writes) => writes > 0).map((writes) => ({ writes }))
}

/** Bytes cut into descriptors at these offsets; never an empty one. */
function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Piece[] {
  const inside = [...new Set(cuts)].filter((cut) => cut > 0 && cut < bytes.length).sort((a, b) => a - b)
  const ends = [...inside, bytes.length]
  return ends.map((end, nth) => ({ reads: bytes.subarray(inside[nth - 1] ?? 0, end) }))
}
