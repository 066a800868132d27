import type { ClauseId } from '../clause/clause.ts'
import { feature } from '../feature/table.ts'
import { type FeatureSet, includes } from '../kernel/bits.ts'
import { type Bytes, lengthOf, sliceOf } from '../kernel/bytes.ts'
import { BROADCAST, type Filter, isGroup, ownAddresses } from './filter.ts'

/**
 * Whether a frame is to be received, and by which clause.
 *
 * - `must`: it may not be withheld
 * - `should`: it should not be
 * - `may`: the text leaves it open, or advises both
 * - `should not`: it should be withheld; that it comes all the same is no failure, since filtering is best effort
 *
 * @clause net.rx-mode.def.1 net.vlan.def.3 net.mac.def.2
 */
export interface Verdict {
  readonly passes: 'must' | 'should' | 'may' | 'should not'
  readonly clause: ClauseId
}

/** What verdicts are given by. */
export interface Filtering {
  readonly filter: Filter
  readonly features: FeatureSet
  /** `mac` of the configuration after power-on. */
  readonly mac: Bytes
}

/** What reaches a device that does not filter. */
export const received: Verdict = { passes: 'must', clause: 'house.frame.lost' }
const open: Verdict = { passes: 'may', clause: 'house.frame.lost' }
const verdict = (passes: Verdict['passes'], clause: ClauseId): Verdict => ({ passes, clause })

/** Bytes of an Ethernet header: shorter frames have no destination to be judged by. */
const HEADER_SIZE = 14
/** So many addresses are not too many: for more, filtering may be given up without a word. Ours: the text gives no number. */
const MANY = 16

/** The verdict on a frame that arrives. */
export function verdictOf(frame: Bytes, filtering: Filtering): Verdict {
  const { filter, features } = filtering
  if (lengthOf(frame) < HEADER_SIZE) return received
  if (filter.anyhow === true) return open
  const byAddress = addressVerdict(sliceOf(frame, 0, 6), filtering)
  const byVlan = vlanVerdict(frame, filter, features)
  if (byVlan === undefined) return untagged(byAddress, features)
  if (byVlan.passes === 'must') return both(byAddress, byVlan)
  return byAddress.passes === 'must' || byAddress.passes === 'should not' ? byVlan : open
}

/** A frame that its tag lets in: by the clause of tags where its address does, too; open where the two filters disagree. */
function both(byAddress: Verdict, byVlan: Verdict): Verdict {
  if (byAddress.passes === 'must') return byAddress.clause === 'house.frame.lost' ? byVlan : byAddress
  return byAddress.passes === 'should' ? byAddress : open
}

const TPID_OFFSET = 12
const CUSTOMER_TAG = '8100'
const SERVICE_TAG = '88a8'

/** A frame without a tag that its address lets in. @clause net.vlan.def.2 */
function untagged(byAddress: Verdict, features: FeatureSet): Verdict {
  const filters = includes(features, feature('VIRTIO_NET_F_CTRL_VLAN'))
  return filters && byAddress === received ? verdict('must', 'net.vlan.def.2') : byAddress
}

/** `undefined` where the frame has no tag. */
function vlanVerdict(frame: Bytes, { vlans, former }: Filter, features: FeatureSet): Verdict | undefined {
  const filters = includes(features, feature('VIRTIO_NET_F_CTRL_VLAN'))
  const type = sliceOf(frame, TPID_OFFSET, TPID_OFFSET + 2)
  if (type !== CUSTOMER_TAG && type !== SERVICE_TAG) return undefined
  if (!filters) return verdict('must', 'net.vlan.device.1')
  if (type === SERVICE_TAG) return open
  const vlan = Number.parseInt(sliceOf(frame, TPID_OFFSET + 2, TPID_OFFSET + 4), 16) & 0xfff
  if (vlans.includes(vlan)) return verdict('must', 'net.vlan.device.2')
  return verdict('should not', former.vlans.includes(vlan) ? 'net.vlan.def.1' : 'net.vlan.device.3')
}

/** A mode that nobody set is on or off: what holds in both cases holds. */
function addressVerdict(destination: Bytes, filtering: Filtering): Verdict {
  const { PROMISC } = filtering.filter.modes
  if (!includes(filtering.features, feature('VIRTIO_NET_F_CTRL_RX'))) return unfiltered(destination, filtering)
  const without = modesVerdict(destination, filtering)
  if (PROMISC === false) return without
  const within = promiscuous(without)
  return PROMISC === true ? within : either(within, without)
}

/** @clause net.rx-mode.device.2 net.rx-mode.device.3 */
function promiscuous(without: Verdict): Verdict {
  if (without.passes === 'must') return without
  const suppressed = without.passes === 'should not' && without.clause.startsWith('net.rx-mode.')
  return verdict('should', suppressed ? 'net.rx-mode.device.3' : 'net.rx-mode.device.2')
}

/** What holds whichever of two it is. */
function either(one: Verdict, other: Verdict): Verdict {
  if (one.passes === other.passes) return other
  const both = [one.passes, other.passes]
  return both.includes('must') && both.includes('should') ? (one.passes === 'should' ? one : other) : open
}

/** Without CTRL_RX nobody can say what else is to be received. */
function unfiltered(destination: Bytes, filtering: Filtering): Verdict {
  return destination === BROADCAST ? received : (ownVerdict(destination, filtering) ?? open)
}

/** Of frames to the device itself. @clause net.mac.def.3 */
function ownVerdict(destination: Bytes, { filter, mac }: Filtering): Verdict | undefined {
  const own = ownAddresses(filter, mac)
  if (!own.includes(destination)) return undefined
  if (own.length > 1) return open
  return filter.address === undefined ? received : verdict('must', 'net.mac.def.3')
}

function modesVerdict(destination: Bytes, filtering: Filtering): Verdict {
  if (destination === BROADCAST) return broadcast(filtering.filter)
  return isGroup(destination) ? multicast(destination, filtering.filter) : unicast(destination, filtering)
}

/** Broadcast is received unless it is suppressed. @clause net.rx-mode.device.9 net.rx-mode.device.12 net.rx-mode.device.13 */
function broadcast({ modes: { NOBCAST, NOMULTI, ALLMULTI } }: Filter): Verdict {
  if (NOBCAST === true)
    return verdict('should not', ALLMULTI === true ? 'net.rx-mode.device.13' : 'net.rx-mode.device.12')
  return NOMULTI === true ? verdict('should', 'net.rx-mode.device.9') : received
}

/** @clause net.rx-mode.device.4 net.rx-mode.device.7 net.rx-mode.device.8 net.mac.def.1 */
function multicast(destination: Bytes, filter: Filter): Verdict {
  const { ALLMULTI, NOMULTI } = filter.modes
  if (NOMULTI === true)
    return verdict('should not', ALLMULTI === true ? 'net.rx-mode.device.8' : 'net.rx-mode.device.7')
  if (filter.macs.includes(destination)) return verdict('must', 'net.mac.def.1')
  const all = verdict('should', 'net.rx-mode.device.4')
  if (ALLMULTI === true) return all
  return ALLMULTI === false ? unlisted(destination, filter) : either(all, unlisted(destination, filter))
}

/** @clause net.rx-mode.device.6 net.rx-mode.device.10 net.rx-mode.device.11 net.mac.device.2 */
function unicast(destination: Bytes, filtering: Filtering): Verdict {
  const { filter, features } = filtering
  const { ALLUNI, NOUNI } = filter.modes
  if (NOUNI === true) return verdict('should not', ALLUNI === true ? 'net.rx-mode.device.11' : 'net.rx-mode.device.10')
  const own = ownVerdict(destination, filtering)
  if (own?.passes === 'must') return own
  if (filter.macs.includes(destination)) return verdict('must', 'net.mac.device.2')
  const all = verdict('should', 'net.rx-mode.device.6')
  if (ALLUNI === true) return all
  const without = own ?? unlisted(destination, filter)
  const isOff = ALLUNI === false || !includes(features, feature('VIRTIO_NET_F_CTRL_RX_EXTRA'))
  return isOff ? without : either(all, without)
}

/** @clause net.mac.device.1 net.mac.device.4 net.mac.def.2 */
function unlisted(destination: Bytes, { macs, former }: Filter): Verdict {
  if (macs.length > MANY) return open
  return verdict('should not', former.macs.includes(destination) ? 'net.mac.device.1' : 'net.mac.device.4')
}
