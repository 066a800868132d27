import { describe, expect, it } from 'vitest'
import { feature, featureBits, featureName, featuresNamed, isDefinedBit, isFeatureName } from './table.ts'

describe('featureBits', () => {
  it('numbers the features as virtio 1.4 does', () => {
    // Network device, "Feature bits", in the order of the text; then the reserved feature bits of chapter 6.
    const network =
      'CSUM 0, GUEST_CSUM 1, CTRL_GUEST_OFFLOADS 2, MTU 3, MAC 5, GUEST_TSO4 7, GUEST_TSO6 8, GUEST_ECN 9, GUEST_UFO 10, ' +
      'HOST_TSO4 11, HOST_TSO6 12, HOST_ECN 13, HOST_UFO 14, MRG_RXBUF 15, STATUS 16, CTRL_VQ 17, CTRL_RX 18, CTRL_VLAN 19, ' +
      'CTRL_RX_EXTRA 20, GUEST_ANNOUNCE 21, MQ 22, CTRL_MAC_ADDR 23, DEVICE_STATS 50, HASH_TUNNEL 51, VQ_NOTF_COAL 52, ' +
      'NOTF_COAL 53, GUEST_USO4 54, GUEST_USO6 55, HOST_USO 56, HASH_REPORT 57, GUEST_HDRLEN 59, RSS 60, RSC_EXT 61, ' +
      'STANDBY 62, SPEED_DUPLEX 63, RSS_CONTEXT 64, GUEST_UDP_TUNNEL_GSO 65, GUEST_UDP_TUNNEL_GSO_CSUM 66, ' +
      'HOST_UDP_TUNNEL_GSO 67, HOST_UDP_TUNNEL_GSO_CSUM 68, OUT_NET_HEADER 69, IPSEC 70'
    const reserved =
      'INDIRECT_DESC 28, EVENT_IDX 29, VERSION_1 32, ACCESS_PLATFORM 33, RING_PACKED 34, IN_ORDER 35, ORDER_PLATFORM 36, ' +
      'SR_IOV 37, NOTIFICATION_DATA 38, NOTIF_CONFIG_DATA 39, RING_RESET 40, ADMIN_VQ 41, SUSPEND 43'
    const rows = (text: string, prefix: string) =>
      text.split(', ').map((row) => [`${prefix}${row.split(' ')[0]}`, Number(row.split(' ')[1])] as const)
    const expected = [...rows(network, 'VIRTIO_NET_F_'), ...rows(reserved, 'VIRTIO_F_')]
    expect(featureBits).toEqual(Object.fromEntries(expected))
  })
})

describe('feature', () => {
  it('is the set of one bit, past 63 too', () => {
    expect(feature('VIRTIO_NET_F_CSUM')).toBe(1n)
    expect(feature('VIRTIO_F_VERSION_1')).toBe(0x1_0000_0000n)
    expect(feature('VIRTIO_NET_F_IPSEC')).toBe(0x40_0000_0000_0000_0000n)
  })
})

describe('featuresNamed', () => {
  it('is the union', () => {
    expect(featuresNamed([])).toBe(0n)
    expect(featuresNamed(['VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_MAC', 'VIRTIO_NET_F_MAC'])).toBe(0x21n)
  })
})

describe('names', () => {
  it('gives a bit its name, or its number where it has none', () => {
    expect(featureName(60)).toBe('VIRTIO_NET_F_RSS')
    expect(featureName(0)).toBe('VIRTIO_NET_F_CSUM')
    expect(featureName(44)).toBe('bit 44')
  })

  it('knows names from other words', () => {
    expect(isFeatureName('VIRTIO_NET_F_MQ')).toBe(true)
    expect(isFeatureName('VIRTIO_NET_F_MQQ')).toBe(false)
    expect(isFeatureName('toString')).toBe(false)
  })

  it('knows the bits that are defined', () => {
    expect([4, 5, 6, 42, 43, 70, 71].filter(isDefinedBit)).toEqual([5, 43, 70])
  })
})
