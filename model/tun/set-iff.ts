import type { UserAttaches } from './action.ts'
import { featureFlags, has, mostQueues, tunFlag } from './flag.ts'
import { fails, type Outcome, succeeds } from './outcome.ts'
import { type TunDevice, type TunState, withPhase } from './state.ts'

/** TUNSETIFF, its checks in the order of `__tun_chr_ioctl`, `tun_set_iff` and `tun_attach`. */
export function setIff(state: TunState, call: UserAttaches): Outcome {
  const { flags } = call
  if (state.files[call.file] !== 'unattached') return fails(state, 'EEXIST', 'linux-tun.setiff.again')
  if (has(flags, 'IFF_NAPI_FRAGS') && !(has(flags, 'IFF_NAPI') && typeOf(flags) === tunFlag.IFF_TAP))
    return fails(state, 'EINVAL', 'linux-tun.setiff.fragments')
  if (call.name === 'loopback') return onForeign(state, flags)
  return state.device === undefined ? creating(state, call) : joining(state, call, state.device)
}

const typeBits = tunFlag.IFF_TUN | tunFlag.IFF_TAP
const typeOf = (flags: number): number => flags & typeBits

/** The name is that of a device of another kind. */
function onForeign(state: TunState, flags: number): Outcome {
  if (has(flags, 'IFF_TUN_EXCL')) return fails(state, 'EBUSY', 'linux-tun.setiff.exclusive')
  return fails(state, 'EINVAL', 'linux-tun.setiff.type')
}

function creating(state: TunState, { file, flags }: UserAttaches): Outcome {
  if (typeOf(flags) === 0) return fails(state, 'EINVAL', 'linux-tun.setiff.kind')
  // Both bits: TUN wins.
  const type = has(flags, 'IFF_TUN') ? tunFlag.IFF_TUN : tunFlag.IFF_TAP
  const device: TunDevice = {
    flags: type | (flags & featureFlags),
    slots: [file],
    disabled: [],
    headerSize: 10,
    up: false,
    carrier: !has(flags, 'IFF_NO_CARRIER'),
    queueLength: state.config.queueLength,
    offloads: 0,
    sndbuf: undefined,
    swapped: false,
    flows: {},
    pending: [],
  }
  return succeeds({ ...withPhase(state, file, 'attached'), device }, 'linux-tun.setiff.creates')
}

function joining(state: TunState, { file, flags }: UserAttaches, device: TunDevice): Outcome {
  if (has(flags, 'IFF_TUN_EXCL')) return fails(state, 'EBUSY', 'linux-tun.setiff.exclusive')
  if ((flags & typeOf(device.flags)) === 0) return fails(state, 'EINVAL', 'linux-tun.setiff.type')
  const isMultiple = has(device.flags, 'IFF_MULTI_QUEUE')
  if (has(flags, 'IFF_MULTI_QUEUE') !== isMultiple) return fails(state, 'EINVAL', 'linux-tun.setiff.multiqueue')
  if (!isMultiple && device.slots.length === 1) return fails(state, 'EBUSY', 'linux-tun.setiff.single')
  const queues = device.slots.length + device.disabled.length
  if (queues === mostQueues) return fails(state, 'E2BIG', 'linux-tun.setiff.most')
  const joined: TunDevice = { ...device, slots: [...device.slots, file] }
  // Another queue of a device that has some changes nothing of the device, the carrier included.
  const next = isMultiple && queues > 0 ? joined : renewed(joined, flags)
  return succeeds({ ...withPhase(state, file, 'attached'), device: next }, 'linux-tun.setiff.joins')
}

/** The first queue of a device that was there already: it takes the features of this call. */
function renewed(device: TunDevice, flags: number): TunDevice {
  const features = (device.flags & ~featureFlags) | (flags & featureFlags)
  return { ...device, flags: features, carrier: !has(flags, 'IFF_NO_CARRIER') }
}
