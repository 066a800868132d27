import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import type { AdminLinks } from './action.ts'
import { isLive } from './driver.ts'
import { changedOutside } from './generation.ts'
import { marked } from './isr.ts'
import { isMapped, vectorsOf } from './mapping.ts'
import type { PciState } from './state.ts'

/** Where `status` begins in a network device's configuration; VIRTIO_NET_S_LINK_UP is its lowest bit. */
export const LINK_OFFSET = 6

/** Whether the driver is to be told of the link's state: it negotiated the field that holds it. */
const isTold = ({ features }: PciState): boolean => includes(features, feature('VIRTIO_NET_F_STATUS'))

/** A message by one of these vectors was seen since the last rest: it may have come after this change as well. */
const isSignalled = ({ events }: PciState, by: readonly number[]): boolean =>
  events.some(({ vectors, owed }) => !owed && vectors.some((vector) => by.includes(vector)))

/** The link goes up or down: the configuration changes, and a driver that is at work is notified. */
export function linked(state: PciState, { up }: AdminLinks): PciState {
  if (up === state.linkUp) return state
  const changed = { ...state, linkUp: up, generation: changedOutside(state.generation) }
  if (!isLive(state)) return changed
  const vectors = vectorsOf(state.configVector)
  const owed = state.msix && isTold(state) && isMapped(state.configVector) && !isSignalled(state, vectors)
  const isr = marked(state.isr, 'configuration', isTold(state) && !state.msix)
  return { ...changed, isr, events: [...state.events, { source: 'configuration', vectors, owed }] }
}
