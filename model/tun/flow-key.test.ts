import { expect, it } from 'vitest'
import type { Bytes } from '../kernel/bytes.ts'
import { flowKeyOf } from './flow-key.ts'
import { numberedPacket } from './numbered-packet.ts'

/** An IPv4 packet of 20 bytes of header: a protocol, a fragment field, addresses and ports, all in hexadecimal. */
const ipv4 = (protocol: string, fragment: string, addresses: string, ports: string) =>
  `${'02'.repeat(12)}080045000028000${fragment}40${protocol}0000${addresses}${ports}00` as Bytes // hexadecimal, joined

const [a, b] = ['0a000001', '0a000002']

it('is the same both ways, and where addresses and ports are exchanged apart', () => {
  const key = flowKeyOf(ipv4('11', '00000', a + b, '00010002'))
  expect(flowKeyOf(ipv4('11', '00000', b + a, '00020001'))).toBe(key)
  expect(flowKeyOf(ipv4('11', '00000', a + b, '00020001'))).toBe(key)
  expect(flowKeyOf(ipv4('11', '00000', a + b, '00010003'))).not.toBe(key)
  expect(flowKeyOf(ipv4('06', '00000', a + b, '00010002'))).not.toBe(key)
  expect(flowKeyOf(ipv4('11', '00000', a + a, '00010002'))).not.toBe(key)
})

it('has no ports in fragments, nor in protocols without', () => {
  const fragment = flowKeyOf(ipv4('11', '02000'.slice(0, 5), a + b, '00010002'))
  expect(flowKeyOf(ipv4('11', '02000', a + b, '00030004'))).toBe(fragment)
  const ping = flowKeyOf(ipv4('01', '00000', a + b, '08001234'))
  expect(flowKeyOf(ipv4('01', '00000', a + b, '00005678'))).toBe(ping)
})

it('is the EtherType alone where there is no IP', () => {
  expect(flowKeyOf(`${'02'.repeat(12)}0806${'11'.repeat(28)}` as Bytes)).toBe(
    flowKeyOf(`${'03'.repeat(12)}0806${'22'.repeat(28)}` as Bytes),
  )
})

it('tells numbered flows apart, not their packets and directions', () => {
  const key = flowKeyOf(numberedPacket(7, 1))
  expect(flowKeyOf(numberedPacket(7, 2, 'back'))).toBe(key)
  expect(numberedPacket(7, 2)).not.toBe(numberedPacket(7, 1))
  expect(flowKeyOf(numberedPacket(0x10007, 1))).not.toBe(key)
})
