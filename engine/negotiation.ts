import { type FeatureSet, noFeatures } from '../model/kernel/bits.ts'
import { tunnelOffload } from './encapsulation.ts'
import { has, objection } from './feature.ts'
import type { Layout } from './layout.ts'
import { enableOffloads } from './offload-bits.ts'
import { gso } from './packet.ts'
import { headerLengths } from './receive.ts'
import { receivable } from './receive-offload.ts'
import { segmentable } from './segment.ts'
import { deviceStatus, driverBits } from './status.ts'

/**
 * The life cycle of status and features. Why it is fast: what the features decide for frames is written into columns when
 * they are agreed upon.
 */
export interface Negotiation {
  /** `device_status`. */
  status(): number
  /**
   * The driver writes `device_status`. Bits are only ever added; 0 is not for this function, but a reset. FEATURES_OK is
   * taken only with features that the device accepts; DEVICE_NEEDS_RESET is the device's own.
   *
   * @clause core.features.device.3
   */
  addStatus(value: number): void
  /** The features that the driver accepts; without effect once FEATURES_OK is set. @clause core.features.def.1 */
  writeFeatures(features: FeatureSet): void
  /** The features agreed upon; none before FEATURES_OK. */
  negotiated(): FeatureSet
  /** Why FEATURES_OK was last refused. */
  refusal(): string | undefined
  /** Whether the driver has started the device. @clause core.status.device.1 */
  isDriven(): boolean
  /** Whether the driver has suspended the device. @clause core.suspend.device.3 */
  isSuspended(): boolean
  reset(): void
}

/** What may be segmented under these features. */
function segmentableOf(agreed: FeatureSet): number {
  const tcp =
    (has(agreed, 'HOST_TSO4') ? segmentable[gso.TCPV4] : 0) | (has(agreed, 'HOST_TSO6') ? segmentable[gso.TCPV6] : 0)
  return (
    tcp | (has(agreed, 'HOST_USO') ? segmentable[gso.UDP_L4] : 0) | (has(agreed, 'HOST_UFO') ? segmentable[gso.UDP] : 0)
  )
}

/** What may be segmented in UDP tunnels under these features. */
const tunnelsOf = (agreed: FeatureSet): number =>
  (has(agreed, 'HOST_UDP_TUNNEL_GSO') ? tunnelOffload.segments : 0) |
  (has(agreed, 'HOST_UDP_TUNNEL_GSO_CSUM') ? tunnelOffload.checksum : 0)

/** Bytes of virtio_net_hdr under these features. @clause net.hdr.def.1 */
function headerLengthOf(agreed: FeatureSet): number {
  if (has(agreed, 'HOST_UDP_TUNNEL_GSO') || has(agreed, 'GUEST_UDP_TUNNEL_GSO')) return headerLengths.tunnelled
  return has(agreed, 'HASH_REPORT') ? headerLengths.hashed : headerLengths.plain
}

const driven = deviceStatus.FEATURES_OK | deviceStatus.DRIVER_OK

/** The negotiation of a device that offers these features. */
export function createNegotiation(layout: Layout, offered: FeatureSet): Negotiation {
  const column = layout.deviceStatus
  let written = noFeatures
  let agreed = noFeatures
  let refused: string | undefined

  const status = (): number => column[0] as number

  /** Agrees on what the driver has written, or says why not; whether it agreed. */
  function agree(): boolean {
    refused = objection(offered, written)
    if (refused !== undefined) return false
    agreed = written
    layout.headerLength[0] = headerLengthOf(agreed)
    layout.reportsHash[0] = has(agreed, 'HASH_REPORT') ? 1 : 0
    layout.mergesBuffers[0] = has(agreed, 'MRG_RXBUF') ? 1 : 0
    layout.packedRings[0] = has(agreed, 'RING_PACKED') ? 1 : 0
    layout.indirectAllowed[0] = has(agreed, 'INDIRECT_DESC') ? 1 : 0
    layout.completesChecksum[0] = has(agreed, 'GUEST_CSUM') ? 1 : 0
    layout.receivesGso[0] = receivable(agreed)
    layout.eventIndex[0] = has(agreed, 'EVENT_IDX') ? 1 : 0
    layout.inOrder[0] = has(agreed, 'IN_ORDER') ? 1 : 0
    enableOffloads(layout, agreed)
    layout.learnsFlows[0] = has(agreed, 'MQ') ? 1 : 0
    layout.offloadsChecksum[0] = has(agreed, 'CSUM') ? 1 : 0
    layout.offloadsSegments[0] = segmentableOf(agreed)
    layout.offloadsTunnels[0] = tunnelsOf(agreed)
    return true
  }

  /**
   * Suspends a device that is driven, or resumes one that is suspended: between two steps nothing is under way. Whether it did.
   *
   * @clause core.suspend.device.1 core.suspend.device.6 core.suspend.device.7
   */
  function turned(value: number): boolean {
    const { SUSPEND, DRIVER_OK } = deviceStatus
    const now = status()
    const suspends = (now & DRIVER_OK) !== 0 && (value & SUSPEND) !== 0 && has(agreed, 'SUSPEND')
    const resumes = (now & SUSPEND) !== 0 && (value & DRIVER_OK) !== 0
    if (suspends || resumes) column[0] = now ^ (SUSPEND | DRIVER_OK)
    return suspends || resumes
  }

  return {
    status,
    addStatus(value) {
      if (turned(value)) return
      const fresh = value & driverBits & ~status()
      const asksToAgree = (fresh & deviceStatus.FEATURES_OK) !== 0
      const added = asksToAgree && !agree() ? fresh & ~deviceStatus.FEATURES_OK : fresh
      column[0] = status() | added
    },
    writeFeatures(features) {
      written = features
    },
    negotiated: () => agreed,
    refusal: () => refused,
    isSuspended: () => (status() & deviceStatus.SUSPEND) !== 0,
    isDriven: () => (status() & driven) === driven,
    reset() {
      written = noFeatures
      agreed = noFeatures
      refused = undefined
    },
  }
}
