import type { Bytes } from '../kernel/bytes.ts'

/** Bytes of the shortest Ethernet frame without its check sequence. */
const MINIMUM_FRAME = 60

/** A frame padded with zeros to the shortest length that Ethernet carries; as it is where it is long enough. */
export function padded(frame: Bytes): Bytes {
  return frame.padEnd(MINIMUM_FRAME * 2, '0') as Bytes // hexadecimal digits, and an even number of them
}
