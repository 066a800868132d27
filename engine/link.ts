import type { ConfigSpace } from './config-space.ts'
import { has } from './feature.ts'
import type { Layout } from './layout.ts'
import type { Negotiation } from './negotiation.ts'

/** The link as the administrator has it. Why it is fast: it is not asked for frames; the configuration keeps whether it is up. */
export interface Link {
  /** Takes the link up or down; a driver of a live device is told, one of a suspended device when it resumes. */
  set(up: boolean): void
  /** Has the driver asked to announce itself, where GUEST_ANNOUNCE was negotiated. */
  announce(): void
  /** Lets the link be what it came to while nothing of the configuration might change. @clause core.suspend.device.5 */
  settle(): void
}

/** The link of a device. */
export function createLink(layout: Layout, space: ConfigSpace, negotiation: Negotiation): Link {
  let later: boolean | undefined

  function set(up: boolean): void {
    if (negotiation.isSuspended()) later = up
    else if (space.setLink(up) && negotiation.isDriven()) layout.configurationPending[0] = 1
  }

  return {
    set,
    announce() {
      const may = negotiation.isDriven() && has(negotiation.negotiated(), 'GUEST_ANNOUNCE')
      if (may && space.setAnnounce(true)) layout.configurationPending[0] = 1
    },
    settle() {
      const up = later
      later = undefined
      if (up !== undefined) set(up)
    },
  }
}
