import type { AdminLinks } from './action.ts'
import { has } from './numbering.ts'
import type { NetState } from './state.ts'

/**
 * The link goes up or down. A driver that negotiated STATUS is told of it. No frame passes a link that is down: what is on its way
 * then, or comes after, may be lost.
 */
export function linked(state: NetState, { up }: AdminLinks): NetState {
  if (up === state.link) return state
  const tells = state.life.phase === 'live' && has(state, 'VIRTIO_NET_F_STATUS')
  const notice = tells ? { ...state.notice, owed: 'house.configuration.told' as const } : state.notice
  return severed({ ...state, link: up, notice })
}

/** A state in which every frame on its way may be lost. */
export const severed = (state: NetState): NetState => ({
  ...state,
  arriving: state.arriving.map((frame) => ({ ...frame, excused: true })),
  leaving: state.leaving.map((frame) => ({ ...frame, excused: true })),
})
