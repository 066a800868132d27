import type { UserAttaches, UserRequests, UserSwitches } from './action.ts'
import { type FlowTable, flowsAfterDetach } from './flow-table.ts'
import type { Outcome } from './outcome.ts'
import { answerTo } from './request.ts'
import { setIff } from './set-iff.ts'
import { setQueue } from './set-queue.ts'
import type { TunDevice, TunState } from './state.ts'

/** The named leaf rules of a tun device: a known deviation of a kernel widens one, and every consequence follows. */
export interface TunRules {
  /** What TUNSETIFF does. */
  readonly setIff: (state: TunState, call: UserAttaches) => Outcome
  /** What TUNSETQUEUE does. */
  readonly setQueue: (state: TunState, call: UserSwitches, rules: TunRules) => Outcome
  /** What another ioctl does. */
  readonly request: (state: TunState, call: UserRequests) => Outcome
  /** What is left of flows when the queue of a slot is detached and that of the last takes its place. */
  readonly flowsAfterDetach: (flows: FlowTable, slot: number, last: number) => FlowTable
  /** The packets that each queue holds. */
  readonly room: (device: TunDevice) => number
}

/** The rules as the kernel's interface has them, where it does what it means to. */
export const standardTunRules: TunRules = {
  setIff,
  setQueue,
  request: answerTo,
  flowsAfterDetach,
  room: ({ queueLength }) => queueLength,
}
