import type { ClauseId } from '../clause/clause.ts'
import type { Bytes } from '../kernel/bytes.ts'
import { readingsIn, readingsOf } from './frame-reading.ts'
import type { Reading } from './reading.ts'
import type { Setting } from './setting.ts'
import { type Encapsulation, encapsulationIn, encapsulationOf } from './tunnel.ts'

/**
 * The clause that a device breaks which treats a frame by the wrong one of its headers: by the inner one where no enabled type
 * matches, or by another than the inner one where one does. `undefined` where the frame encapsulates nothing, or what is seen
 * comes of no other header.
 *
 * @param isSeen - whether what is seen follows from one of these readings of the frame
 */
export function clauseOfOtherHeader(
  { tunnels }: Pick<Setting, 'tunnels'>,
  frame: Bytes,
  isSeen: (readings: readonly Reading[]) => boolean,
): ClauseId | undefined {
  const found = tunnels === 'anyhow' ? undefined : encapsulationOf(frame)
  if (found === undefined) return undefined
  const enabled = tunnels === 'anyhow' ? 0 : (tunnels ?? 0)
  if ((found.surely & enabled) !== 0)
    return isSeen(readingsOf(frame)) || isSeen(within(found)) ? 'net.inner-hash.def.2' : undefined
  const isOpen = (found.perhaps & enabled) !== 0
  if (isOpen || !isSeen(readingsIn(found.inner, found.etherType))) return undefined
  return tunnels === undefined
    ? 'net.inner-hash.def.1'
    : enabled === 0
      ? 'net.inner-hash.device.3'
      : 'net.inner-hash.device.1'
}

/** What is inside of what is inside: it counts for nothing. @clause net.inner-hash.def.2 */
function within({ inner, etherType }: Encapsulation): readonly Reading[] {
  const deeper = encapsulationIn(inner, etherType)
  return deeper === undefined ? [] : readingsIn(deeper.inner, deeper.etherType)
}
