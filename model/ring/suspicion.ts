import type { ClauseId } from '../clause/clause.ts'
import { type Chain, descriptorsTaken, isPassing, type Queue } from './queue.ts'
import { clauseOfRing } from './renewal.ts'

/** Of how many buffers a chain is made. */
export const buffersOf = ({ buffers, descriptors }: Pick<Chain, 'buffers' | 'descriptors'>): number =>
  buffers ?? descriptors

const isPowerOfTwo = (size: number): boolean => (size & (size - 1)) === 0

/** Whether driver or device have gone past the end. */
const hasTurned = (queue: Queue): boolean =>
  queue.turned === true ||
  isPassing(queue, queue.position, queue.ring.packed ? descriptorsTaken(queue) : queue.chains.length)

/** What is peculiar of a table of descriptors that a split ring refers to; nothing where there is none. */
export function clauseOfTable({ table }: Pick<Chain, 'table'>): TableClause | undefined {
  if (table === undefined) return undefined
  if (table.direct > 0) return 'split.indirect.device.2'
  return table.write ? 'split.indirect.device.1' : 'split.indirect.def.1'
}

type TableClause = 'split.indirect.device.1' | 'split.indirect.device.2' | 'split.indirect.def.1'

/**
 * The clause by which a chain that is left over, or one that a device cannot take, goes wrong: what is peculiar of it and its ring is
 * suspected first.
 *
 * @param otherwise - the clause where nothing is
 */
export function clauseOfLeftover(queue: Queue | undefined, chain: Chain | undefined, otherwise: ClauseId): ClauseId {
  const known = clauseOfRing(queue, otherwise)
  if (queue === undefined || chain === undefined || known !== otherwise) return known
  const { packed, inOrder, eventIdx } = queue.ring
  if (!packed) return clauseOfTable(chain) ?? (hasTurned(queue) && !eventIdx ? 'split.avail.def.1' : otherwise)
  if (chain.passed === true) return 'packed.ring.device.1'
  if (inOrder && queue.served) return 'packed.inorder.def.1'
  if (!isPowerOfTwo(queue.size)) return 'packed.ring.def.1'
  return hasTurned(queue) ? 'packed.wrap.def.2' : otherwise
}

/**
 * The clause that a used entry breaks which names no outstanding chain.
 *
 * @param otherwise - the clause where nothing is peculiar
 */
export function clauseOfStray(queue: Queue | undefined, otherwise: ClauseId): ClauseId {
  const known = clauseOfRing(queue, otherwise)
  if (queue === undefined || known !== otherwise) return known
  const { packed, inOrder } = queue.ring
  if (inOrder) return packed ? 'packed.inorder.def.1' : 'split.used.def.1'
  if (!packed) return hasTurned(queue) ? 'split.avail.def.1' : otherwise
  return isPowerOfTwo(queue.size) ? otherwise : 'packed.ring.def.1'
}

/**
 * The clause by which content goes wrong that is described piece by piece: the order in which descriptors follow one another, or how
 * they cut it.
 *
 * @param otherwise - the clause where it is described by one descriptor
 */
export function clauseOfFraming(
  { packed }: { readonly packed: boolean },
  chain: Pick<Chain, 'buffers' | 'descriptors' | 'table'> | undefined,
  otherwise: ClauseId,
): ClauseId {
  if (chain === undefined || buffersOf(chain) === 1) return otherwise
  if (packed) return chain.table === undefined ? 'packed.sg.device.1' : otherwise
  return clauseOfTable(chain) ?? 'split.framing.device.1'
}
