import type { TunFile } from './action.ts'
import type { Pending } from './pending.ts'
import type { TunRules } from './rules.ts'
import type { TunDevice } from './state.ts'

/**
 * The device without a queue: the last takes its place, and what it held is lost. `__tun_detach`.
 *
 * @clause linux-tun.detach.hole
 */
export function withoutQueue(device: TunDevice, file: TunFile, rules: TunRules): TunDevice {
  const slot = device.slots.indexOf(file)
  const last = device.slots.length - 1
  const moved = device.slots[last]
  if (slot < 0 || moved === undefined) return device
  const slots = device.slots.map((other, index) => (index === slot ? moved : other)).slice(0, last)
  const flows = rules.flowsAfterDetach(device.flows, slot, last)
  const swapped = device.swapped || slot < last
  return { ...device, slots, swapped, flows, pending: purged(device.pending, file) }
}

/** Packets once a queue was emptied: those that were in it are lost. @clause linux-tun.detach.purged */
export function purged(pending: readonly Pending[], file: TunFile): readonly Pending[] {
  return pending.map((one) => (one.slots.includes(file) ? { ...one, purged: [...one.purged, file] } : one))
}
