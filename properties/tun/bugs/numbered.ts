import type { Bytes } from '../../../model/kernel/bytes.ts'
import type { Direction } from '../../../model/tun/numbered-packet.ts'

/** What a numbered packet is: undoes `numberedPacket`. */
export interface Numbered {
  readonly flow: number
  readonly mark: number
  readonly direction: Direction
}

/** Digits of the source, the destination and the payload. */
const [SOURCE, DESTINATION, PAYLOAD] = [52, 60, 84]

/** Which packet this is, of those that plans send. */
export function numberedIn(frame: Bytes): Numbered {
  const isForth = frame.slice(SOURCE, SOURCE + 2) === '0a'
  const near = isForth ? SOURCE : DESTINATION
  return {
    flow: Number.parseInt(frame.slice(near + 2, near + 8), 16),
    mark: Number.parseInt(frame.slice(PAYLOAD, PAYLOAD + 8), 16),
    direction: isForth ? 'forth' : 'back',
  }
}
