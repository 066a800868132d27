import type { ClauseId } from '../clause/clause.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { DeviceDrops, TunFile, WireArrives } from './action.ts'
import { flowKeyOf } from './flow-key.ts'
import { decides, type FlowEntry } from './flow-table.ts'
import { isSurelyIn, type Pending, placesOf } from './pending.ts'
import type { TunRules } from './rules.ts'
import type { TunDevice, TunState } from './state.ts'

const whys: Readonly<Record<FlowEntry['how'], ClauseId>> = {
  taught: 'linux-tun.flow.learned',
  moved: 'linux-tun.flow.moved',
  kept: 'linux-tun.detach.flows',
  forgotten: 'linux-tun.detach.flows',
  doubtful: 'linux-tun.flow.limit',
  beyond: 'linux-tun.flow.limit',
}

/** Which queue a packet goes to, and why. `tun_select_queue`, `netdev_core_pick_tx`. */
function chosen(device: TunDevice, flow: string, now: number): Pick<Pending, 'fixed' | 'hashed' | 'why'> {
  const entry = device.flows[flow]
  if (device.slots.length < 2) return { fixed: 0, hashed: false, why: 'linux-tun.select.only' }
  const byHash = device.swapped ? 'linux-tun.detach.hole' : 'linux-tun.select.hash'
  if (entry === undefined) return { fixed: undefined, hashed: true, why: byHash }
  const sure = decides(entry, now)
  const isOld = sure === 'no' && whys[entry.how] !== 'linux-tun.detach.flows' && entry.how !== 'beyond'
  const why = isOld ? 'linux-tun.flow.expiry' : whys[entry.how]
  // A slot that is not there any more: the core takes the first queue.
  const fixed = entry.slot < device.slots.length ? entry.slot : 0
  return { fixed: sure === 'no' ? undefined : fixed, hashed: sure !== 'yes', why }
}

/** How many packets may be in a queue, and how many surely are. */
function filling({ device, hashes }: TunState, file: TunFile): { readonly most: number; readonly least: number } {
  const pending = (device?.pending ?? []).filter(({ excess }) => !excess)
  return {
    most: pending.filter((one) => placesOf(one, hashes).includes(file)).length,
    least: pending.filter((one) => isSurelyIn(one, file, hashes)).length,
  }
}

/** Whether a device passes packets on at all. */
const isRunning = ({ up, carrier, slots }: TunDevice): boolean => up && carrier && slots.length > 0

/** A packet sent out of the interface, before it is known whether it was taken. */
export function arrived(state: TunState, { frame, bytes }: WireArrives, rules: TunRules): TunState {
  const { device } = state
  if (device === undefined) return state
  const flow = flowKeyOf(bytes)
  const { fixed, hashed, why } = chosen(device, flow, state.now)
  const { slots } = device
  const fresh: Pending = { frame, bytes, flow, slots, fixed, hashed, absent: [], purged: [], why, excess: false }
  const places = placesOf(fresh, state.hashes)
  const hasRoom = places.some((file) => filling(state, file).least < rules.room(device))
  const excess = !isRunning(device) || !hasRoom
  const pending = [...device.pending, excess ? { ...fresh, excess, why: causeOf(device) } : fresh]
  return { ...state, arriving: frame, device: { ...device, pending } }
}

/** The clause by which a packet that was sent is not taken: `tun_net_xmit`, `dev_direct_xmit`. */
function causeOf({ slots, up, carrier }: TunDevice): ClauseId {
  if (slots.length === 0) return 'linux-tun.detach.last'
  return up && carrier ? 'linux-tun.queue.full' : 'linux-tun.carrier.off'
}

/** What is broken where a packet is said not to have been taken. */
export function faultsOfDropping(state: TunState, { frame }: DeviceDrops, rules: TunRules): readonly Fault[] {
  const { device, arriving, hashes } = state
  const dropped = device?.pending.find((one) => one.frame === frame)
  if (dropped?.excess === true) return []
  if (device === undefined || dropped === undefined || arriving !== frame)
    return [refusal('device', ['linux-tun.frame.foreign'], `frame ${frame} was not just sent`)]
  const before = { ...state, device: { ...device, pending: device.pending.filter((one) => one !== dropped) } }
  const isFull = placesOf(dropped, hashes).some((file) => filling(before, file).most >= rules.room(device))
  return isFull
    ? []
    : [refusal('device', ['linux-tun.frame.lost'], `frame ${frame} was not taken, and there was room for it`)]
}

/** A packet that was not taken is gone. */
export function dropped(state: TunState, { frame }: DeviceDrops): TunState {
  if (state.device === undefined) return state
  const pending = state.device.pending.filter((one) => one.frame !== frame)
  return { ...state, arriving: undefined, device: { ...state.device, pending } }
}
