import type { TunRequest, UserRequests } from './action.ts'
import { has, tunFlag } from './flag.ts'
import { fails, type Outcome, succeeds } from './outcome.ts'
import { takesOffloads } from './set-offload.ts'
import type { TunDevice, TunState } from './state.ts'

/** What an ioctl does to a file that has a device. */
type OfDevice = (state: TunState, device: TunDevice, value: number) => Outcome

const changed = (state: TunState, device: TunDevice, change: Partial<TunDevice>): TunState => ({
  ...state,
  device: { ...device, ...change },
})

/** Answers with a value and changes nothing. */
const showing =
  (value: (device: TunDevice) => number | undefined): OfDevice =>
  (state, device) =>
    succeeds(state, 'linux-tun.request.shows', value(device))

/** Takes any value, of which nothing is seen. */
const taking: OfDevice = (state) => succeeds(state, 'linux-tun.request.takes')

/** By the bits of a flag, one set or cleared. */
const flagged =
  (flag: number): OfDevice =>
  (state, device, value) => {
    const flags = value === 0 ? device.flags & ~flag : device.flags | flag
    return succeeds(changed(state, device, { flags }), 'linux-tun.request.takes')
  }

/** Of a program: -1 takes it away; no plan has one. `tun_set_ebpf` */
const program: OfDevice = (state, _, value) =>
  value === -1 ? succeeds(state, 'linux-tun.request.takes') : fails(state, 'EBADF', 'linux-tun.request.program')

/** Little-endian headers: a bit of the device that TUNGETIFF does not show. */
const VNET_LE = 0x8000_0000

const ofDevice: Readonly<Record<Exclude<TunRequest, 'TUNGETFEATURES' | 'TUNSETIFINDEX' | 'TUNGETIFF'>, OfDevice>> = {
  TUNSETNOCSUM: taking,
  TUNSETPERSIST: flagged(tunFlag.IFF_PERSIST),
  TUNSETOWNER: (state, _, value) =>
    value === -1 ? fails(state, 'EINVAL', 'linux-tun.request.owner') : succeeds(state, 'linux-tun.request.takes'),
  TUNSETGROUP: (state, _, value) =>
    value === -1 ? fails(state, 'EINVAL', 'linux-tun.request.owner') : succeeds(state, 'linux-tun.request.takes'),
  TUNSETLINK: (state, device) =>
    device.up ? fails(state, 'EBUSY', 'linux-tun.request.link') : succeeds(state, 'linux-tun.request.takes'),
  TUNSETOFFLOAD: (state, device, value) =>
    takesOffloads(value, state.config.offloads)
      ? succeeds(changed(state, device, { offloads: value }), 'linux-tun.offload.combination')
      : fails(state, 'EINVAL', 'linux-tun.offload.combination'),
  TUNGETVNETHDRSZ: showing(({ headerSize }) => headerSize),
  TUNSETVNETHDRSZ: (state, device, value) =>
    value < 10
      ? fails(state, 'EINVAL', 'linux-tun.header.size')
      : succeeds(changed(state, device, { headerSize: value }), 'linux-tun.header.size'),
  TUNGETSNDBUF: showing(({ sndbuf }) => sndbuf),
  TUNSETSNDBUF: (state, device, value) =>
    value <= 0
      ? fails(state, 'EINVAL', 'linux-tun.request.sndbuf')
      : succeeds(changed(state, device, { sndbuf: value }), 'linux-tun.request.takes'),
  TUNGETVNETLE: showing(({ flags }) => ((flags & VNET_LE) === 0 ? 0 : 1)),
  TUNSETVNETLE: flagged(VNET_LE),
  TUNSETCARRIER: (state, device, value) =>
    value !== 0 && device.slots.length === 0
      ? fails(state, 'EPERM', 'linux-tun.carrier.refused')
      : succeeds(changed(state, device, { carrier: value !== 0 }), 'linux-tun.request.takes'),
  TUNSETSTEERINGEBPF: program,
  TUNSETFILTEREBPF: program,
  unknown: (state) => fails(state, 'EINVAL', 'linux-tun.request.unknown'),
}

/** TUNGETIFF: the device's type and features, and whether the queue of this file is disabled. */
function interfaceOf(state: TunState, { flags }: TunDevice, isDetached: boolean): Outcome {
  const shown = flags & 0xffff & ~VNET_LE
  return succeeds(state, 'linux-tun.request.interface', isDetached ? shown | tunFlag.IFF_DETACH_QUEUE : shown)
}

/** An ioctl beside TUNSETIFF and TUNSETQUEUE: `__tun_chr_ioctl`. */
export function answerTo(state: TunState, { file, request, value }: UserRequests): Outcome {
  const phase = state.files[file]
  const { device } = state
  if (request === 'TUNGETFEATURES') return succeeds(state, 'linux-tun.request.features', state.config.features)
  const isFree = phase === 'unattached'
  if (request === 'TUNSETIFINDEX') {
    if (!isFree) return fails(state, 'EPERM', 'linux-tun.request.ifindex')
    return value < 0 ? fails(state, 'EINVAL', 'linux-tun.request.ifindex') : succeeds(state, 'linux-tun.request.takes')
  }
  if (isFree || device === undefined) return fails(state, 'EBADFD', 'linux-tun.request.unattached')
  if (request === 'TUNGETIFF') return interfaceOf(state, device, phase === 'detached')
  return ofDevice[request](state, device, value)
}

/** Whether the headers of a device are little-endian whatever the machine is. */
export const isLittle = ({ flags }: TunDevice): boolean => (flags & VNET_LE) !== 0

/** Bytes of the headers before each packet: a `tun_pi`, a virtio_net_hdr. */
export function headersOf({ flags, headerSize }: TunDevice): { readonly information: number; readonly header: number } {
  return { information: has(flags, 'IFF_NO_PI') ? 0 : 4, header: has(flags, 'IFF_VNET_HDR') ? headerSize : 0 }
}
