import type { ClauseId } from '../clause/clause.ts'
import type { AdminLinks } from './action.ts'
import { unfollowed } from './flow.ts'
import { noSpeed } from './link-speed.ts'
import { has } from './numbering.ts'
import type { NetState } from './state.ts'

/**
 * The link goes up or down. A driver that negotiated STATUS is told of it. No frame passes a link that is down: what is on its way
 * then, or comes after, may be lost.
 */
export function linked(state: NetState, { up }: AdminLinks): NetState {
  if (up === state.link) return state
  const { phase } = state.life
  const tells = (phase === 'live' || phase === 'suspended') && has(state, 'VIRTIO_NET_F_STATUS')
  const notice = tells ? { ...state.notice, owed: owedAfter(state, up) } : state.notice
  return severed({ ...state, link: up, notice, linkSpeed: noSpeed })
}

/** Under which clause the driver must be told of a change; what was undone while the device was suspended never happened. */
function owedAfter({ life, notice: { owed } }: NetState, up: boolean): ClauseId | undefined {
  if (life.phase !== 'suspended') return owed ?? 'house.configuration.told'
  if (owed !== undefined && owed !== 'core.suspend.device.5') return owed
  return up === life.link ? undefined : 'core.suspend.device.5'
}

/** A state in which every frame on its way may be lost. */
export function severed(state: NetState): NetState {
  const { arriving, leaving, ...rest } = unfollowed(state)
  return {
    ...rest,
    arriving: arriving.map((frame) => ({ ...frame, excused: true })),
    leaving: leaving.map((frame) => ({ ...frame, excused: true })),
  }
}
