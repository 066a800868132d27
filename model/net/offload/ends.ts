import { hexOf } from '../../kernel/bytes.ts'
import type { Ends } from '../../wire/checksum.ts'
import type { Network } from './cutting.ts'

/** The addresses in an IP header. */
export function endsAt(frame: Uint8Array, { version, at }: Network): Ends {
  const [first, size] = version === 4 ? [12, 4] : [8, 16]
  const from = at + first
  return {
    source: hexOf(frame.subarray(from, from + size)),
    destination: hexOf(frame.subarray(from + size, from + 2 * size)),
  }
}
