import type { TunFile } from './action.ts'
import { purged, withoutQueue } from './detach.ts'
import { has } from './flag.ts'
import { type Outcome, succeeds } from './outcome.ts'
import type { TunRules } from './rules.ts'
import { type TunDevice, type TunState, withPhase } from './state.ts'

/** open(2) of /dev/net/tun: `tun_chr_open`. */
export function opened(state: TunState, file: TunFile): Outcome {
  return succeeds(withPhase(state, file, 'unattached'), 'linux-tun.file.opens')
}

/**
 * close(2): as detaching, but the file is gone. A device without files, disabled ones counted, has no carrier, and is gone too unless it is
 * persistent. `__tun_detach` with `clean`.
 */
export function closed(state: TunState, file: TunFile, rules: TunRules): Outcome {
  const next = withPhase(state, file, 'closed')
  const { device } = state
  if (device === undefined || state.files[file] === 'unattached') return succeeds(next, 'linux-tun.file.closes')
  const left = { ...withoutQueue(device, file, rules), disabled: device.disabled.filter((other) => other !== file) }
  return succeeds({ ...next, device: abandoned(left, file) }, 'linux-tun.file.closes')
}

function abandoned(device: TunDevice, file: TunFile): TunDevice | undefined {
  const left = { ...device, pending: purged(device.pending, file) }
  if (left.slots.length + left.disabled.length > 0) return left
  return has(left.flags, 'IFF_PERSIST') ? { ...left, carrier: false } : undefined
}
