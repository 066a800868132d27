import { describe, expect, it } from 'vitest'
import { noFeatures } from '../kernel/bits.ts'
import { bytes } from '../kernel/bytes.ts'
import { plainFrame, tcpFrame } from './live.fixture.ts'
import { encapsulationOf, tunnelTypes } from './tunnel.ts'
import { readingsThrough } from './tunnel-reading.ts'

const ethernet = '525400123456020000000001'
/** IPv4 from 10.0.0.1 to 10.0.0.2. */
const outer4 = (protocol: number, payload: string): string => {
  const total = (20 + payload.length / 2).toString(16).padStart(4, '0')
  const kind = protocol.toString(16).padStart(2, '0')
  return `${ethernet}08004500${total}0001000040${kind}00000a0000010a000002${payload}`
}
const outer6 = (next: number, payload: string): string => {
  const length = (payload.length / 2).toString(16).padStart(4, '0')
  const address = (last: string) => `20010db8${'0'.repeat(22)}${last}`
  return `${ethernet}86dd60000000${length}${next.toString(16).padStart(2, '0')}40${address('01')}${address('02')}${payload}`
}
const udp = (port: number, payload: string): string => {
  const length = (8 + payload.length / 2).toString(16).padStart(4, '0')
  return outer4(17, `1234${port.toString(16).padStart(4, '0')}${length}0000${payload}`)
}
/** The packet of the verification suite without its Ethernet header. */
const inner = tcpFrame.slice(28)
const innerAddresses = '420995bba18e6450'

const samples: readonly (readonly [string, string, number])[] = [
  ['GRE of RFC 2784', outer4(47, `00000800${inner}`), tunnelTypes.GRE_2784],
  ['GRE with a checksum', outer4(47, `8000080000000000${inner}`), tunnelTypes.GRE_2784],
  ['GRE with a key', outer4(47, `2000080000000001${inner}`), tunnelTypes.GRE_2890],
  ['GRE with key and sequence number', outer4(47, `300008000000000100000002${inner}`), tunnelTypes.GRE_2890],
  ['GRE in UDP', udp(4754, `00000800${inner}`), tunnelTypes.GRE_UDP],
  ['VXLAN', udp(4789, `0800000000000100${tcpFrame}`), tunnelTypes.VXLAN],
  ['VXLAN-GPE with IPv4', udp(4790, `0c00000100000100${inner}`), tunnelTypes.VXLAN_GPE],
  ['VXLAN-GPE with Ethernet', udp(4790, `0c00000300000100${tcpFrame}`), tunnelTypes.VXLAN_GPE],
  ['Geneve', udp(6081, `0000655800000100${tcpFrame}`), tunnelTypes.GENEVE],
  ['Geneve with an option', udp(6081, `010065580000010000000000${tcpFrame}`), tunnelTypes.GENEVE],
  ['IP in IP', outer4(4, inner), tunnelTypes.IPIP],
  ['NVGRE', outer4(47, `2000655800000100${tcpFrame}`), tunnelTypes.NVGRE],
]

describe.each(samples)('%s', (_, frame, type) => {
  it('is surely that, and has the inner packet inside', () => {
    expect(encapsulationOf(bytes(frame))).toMatchObject({ surely: type, etherType: 0x0800 })
  })

  it('is read by its inner header where it is enabled, by its outer one where nothing is', () => {
    expect(readingsThrough(bytes(frame), noFeatures, type)).toMatchObject([{ family: 4, addresses: innerAddresses }])
    expect(readingsThrough(bytes(frame), noFeatures, 0)).toMatchObject([{ addresses: '0a0000010a000002' }])
    expect(readingsThrough(bytes(frame), noFeatures, 'anyhow').length).toBe(2)
  })
})

it('what overlaps may be taken for either', () => {
  const keyed = bytes(outer6(47, `2000080000000001${inner}`))
  expect(encapsulationOf(keyed)).toMatchObject({ surely: 0, perhaps: 0x07 })
  expect(readingsThrough(keyed, noFeatures, tunnelTypes.GRE_7676).length).toBe(2)
  const plain = bytes(outer6(47, `00000800${inner}`))
  expect(readingsThrough(plain, noFeatures, tunnelTypes.GRE_7676)).toMatchObject([{ addresses: innerAddresses }])
  expect(readingsThrough(plain, noFeatures, tunnelTypes.GRE_2784).length).toBe(2)
})

it('options belong to the outer header, and behind VLAN tags all is open', () => {
  const [, vxlan = ''] = samples.find(([name]) => name === 'VXLAN') ?? []
  const packet = vxlan.slice(28)
  const total = (Number.parseInt(packet.slice(4, 8), 16) + 4).toString(16).padStart(4, '0')
  const withOptions = `${vxlan.slice(0, 28)}4600${total}${packet.slice(8, 40)}94040000${packet.slice(40)}`
  expect(encapsulationOf(bytes(withOptions))).toMatchObject({ surely: tunnelTypes.VXLAN, perhaps: 0 })
  const tagged = `${vxlan.slice(0, 24)}81000001${vxlan.slice(24)}`
  expect(encapsulationOf(bytes(tagged))).toMatchObject({ surely: 0, perhaps: tunnelTypes.VXLAN })
})

it.each([
  ['no IP', plainFrame(1)],
  ['plain TCP', tcpFrame],
  ['GRE of another version', outer4(47, `00010800${inner}`)],
  ['GRE cut off', outer4(47, '200008')],
  ['UDP to another port', udp(4788, `0800000000000100${tcpFrame}`)],
  ['VXLAN without a network identifier', udp(4789, `0000000000000100${tcpFrame}`)],
  ['a control packet of Geneve', udp(6081, `0080655800000100${tcpFrame}`)],
])('nothing is inside of %s', (_, frame) => {
  expect(encapsulationOf(bytes(frame))).toBeUndefined()
})
