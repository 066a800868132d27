import { expect, test } from 'vitest'
import { bytes } from '../../model/kernel/bytes.ts'
import type { Reading } from '../../model/net/reading.ts'
import { hashLikeEbpf, hashLikeQemu } from './qemu-hash-order.ts'

const [addresses, extended, ports] = [bytes('aa'.repeat(32)), bytes('bb'.repeat(32)), bytes('0aea06e6')]
const tcp = { kind: 'tcp', ports } as const
const plain: Reading = { family: 6, addresses, transport: tcp }
const behind: Reading = { ...plain, extended }
const four: Reading = { family: 4, addresses: bytes('c0a80001c0a80002') }

test.each([
  [plain, 0x1ff, [8, addresses + ports]],
  [plain, 0x050, [5, addresses + ports]],
  [plain, 0x048, [7, addresses]],
  [behind, 0x1ff, [8, extended + ports]],
  [behind, 0x050, [5, addresses + ports]],
  [behind, 0x060, [7, extended]],
  [behind, 0x100, undefined],
  [four, 0x1ff, undefined],
  ['no-ip' as const, 0x1ff, undefined],
])('QEMU, %#: its own order for IPv6', (reading, types, expected) => {
  const [hash] = hashLikeQemu(reading, types)
  expect(hash).toEqual(expected && { report: expected[0], input: expected[1] })
})

test.each([
  [plain, 0x1ff, [5, addresses + ports]],
  [plain, 0x1c0, undefined],
  [behind, 0x1ff, [8, extended + ports]],
  [behind, 0x0d0, [8, extended + ports]],
  [behind, 0x050, [5, addresses + ports]],
  [behind, 0x1c0, undefined],
  [behind, 0x048, [7, extended]],
  [four, 0x1ff, [1, 'c0a80001c0a80002']],
  ['no-ip' as const, 0x1ff, undefined],
])('its eBPF program, %#: twins', (reading, types, expected) => {
  const hash = hashLikeEbpf(reading, types)
  expect(hash).toEqual(expected === undefined ? { report: 0 } : { report: expected[0], input: expected[1] })
})
