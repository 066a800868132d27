import { has } from './numbering.ts'
import type { NetState, Pending } from './state.ts'

/** Whether the device asks its driver to announce itself: ANNOUNCE in `status`. It may, where nobody can tell. */
export type Announcement = 'off' | 'on' | 'maybe'

/**
 * The administrator wants the driver to announce itself: the device asks for it, and tells the driver to look. A command that is on its
 * way may clear the bit before this, or behind it.
 */
export function announced(state: NetState): NetState {
  if (state.life.phase !== 'live' || !has(state, 'VIRTIO_NET_F_GUEST_ANNOUNCE')) return state
  const pending = state.pending.map((one) =>
    one.applied === 'not yet' && one.command.name === 'ANNOUNCE_ACK' ? { ...one, doubtful: true } : one,
  )
  const certain = state.link && has(state, 'VIRTIO_NET_F_STATUS') && state.distress === 'none'
  const announcement = certain || state.announcement === 'on' ? 'on' : 'maybe'
  const tells = certain && state.announcement === 'off'
  const notice = tells
    ? { ...state.notice, owed: state.notice.owed ?? ('house.configuration.told' as const) }
    : state.notice
  return { ...state, pending, announcement, notice }
}

/** The bit once ANNOUNCE_ACK took effect. @clause net.announce.device.1 */
export function announcementAfter(state: NetState, { doubtful }: Pending): Announcement {
  return doubtful && state.announcement === 'on' ? 'maybe' : 'off'
}
