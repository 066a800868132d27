import type { ClauseId } from '../clause/clause.ts'
import { negotiated } from '../feature/negotiation.ts'
import { feature } from '../feature/table.ts'
import { includes } from '../kernel/bits.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { isSizeOf, type Lie, lieOf, type RingFormat } from '../ring/format.ts'
import type { Indirection } from './action.ts'
import type { NetState } from './state.ts'

/** How rings lie under what is negotiated. */
export function formatOf({ life }: NetState): RingFormat {
  const features = negotiated(life)
  return {
    packed: includes(features, feature('VIRTIO_F_RING_PACKED')),
    indirect: includes(features, feature('VIRTIO_F_INDIRECT_DESC')),
  }
}

/** How a chain of so many buffers lies under what is negotiated. */
export const lieIn = (state: NetState, buffers: number, indirect: Indirection | undefined): Lie =>
  lieOf(formatOf(state), buffers, indirect)

/** What a driver breaks by a size of a ring. */
export function faultsOfSize(state: NetState, size: number): readonly Fault[] {
  const format = formatOf(state)
  if (isSizeOf(format, size)) return []
  const clause: ClauseId = format.packed ? 'packed.ring.def.1' : 'split.ring.def.1'
  return [refusal('driver', [clause], `a ${format.packed ? 'packed' : 'split'} ring of ${size} entries`)]
}
