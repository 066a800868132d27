import type { UserSwitches } from './action.ts'
import { withoutQueue } from './detach.ts'
import { has } from './flag.ts'
import { fails, type Outcome, succeeds } from './outcome.ts'
import type { TunRules } from './rules.ts'
import { type TunState, withDevice, withPhase } from './state.ts'

/** TUNSETQUEUE: `tun_set_queue`. IFF_ATTACH_QUEUE is looked at first. */
export function setQueue(state: TunState, call: UserSwitches, rules: TunRules): Outcome {
  if (has(call.flags, 'IFF_ATTACH_QUEUE')) return enabling(state, call)
  if (has(call.flags, 'IFF_DETACH_QUEUE')) return disabling(state, call, rules)
  return fails(state, 'EINVAL', 'linux-tun.setqueue.neither')
}

/** The queue of a detached file is appended: it takes the slot behind the last. `tun_attach`, `tun_enable_queue` */
function enabling(state: TunState, { file }: UserSwitches): Outcome {
  if (state.files[file] !== 'detached') return fails(state, 'EINVAL', 'linux-tun.setqueue.attached')
  const attached = withPhase(state, file, 'attached')
  const next = withDevice(attached, (device) => ({
    ...device,
    slots: [...device.slots, file],
    disabled: device.disabled.filter((other) => other !== file),
  }))
  return succeeds(next, 'linux-tun.setqueue.attaches')
}

/** `__tun_detach`. */
function disabling(state: TunState, { file }: UserSwitches, rules: TunRules): Outcome {
  const { device } = state
  if (device === undefined || state.files[file] !== 'attached' || !has(device.flags, 'IFF_MULTI_QUEUE'))
    return fails(state, 'EINVAL', 'linux-tun.setqueue.detached')
  const left = withoutQueue(device, file, rules)
  const next = { ...withPhase(state, file, 'detached'), device: { ...left, disabled: [...left.disabled, file] } }
  return succeeds(next, 'linux-tun.setqueue.detaches')
}
