import { describe, expect, it } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { microsoftKey, plainFrame, tcpFrame } from './live.fixture.ts'
import { clauseOfReport } from './report-clause.ts'
import type { Hashing } from './setting.ts'
import { toeplitz } from './toeplitz.ts'

const enabled = (types: number, binding = true): Hashing => ({ kind: 'enabled', types, key: microsoftKey, binding })
const IPV4_AND_TCP = 0x003
/** Published: the hash of the frame's addresses, and with its ports. */
const [ADDRESSES, PORTS] = [0x323e8fc2, 0x51ccc178]

describe('clauseOfReport', () => {
  const clause = (types: number, report: number, value = 0xbad, binding = true, frame = tcpFrame) =>
    clauseOfReport(enabled(types, binding), frame, { report, value })

  it('of a report before any configuration', () => {
    expect(clauseOfReport({ kind: 'none' }, tcpFrame, { report: 2, value: PORTS })).toBe('net.hash-report.def.5')
  })

  it('of a type that is not enabled is that of the command', () => {
    expect(clause(0x001, 2)).toBe('net.rss.def.1')
    expect(clause(0x001, 2, 0xbad, false)).toBe('net.hash-report.def.1')
    expect(clause(0x0ff, 9)).toBe('net.rss.def.1')
  })

  it('of a code that is not that of the type calculated', () => {
    expect(clause(0x003, 1, PORTS)).toBe('net.hash-report.def.4')
    expect(clause(0x002, 1, PORTS)).toBe('net.hash-report.def.4')
    expect(clause(0x002, 10)).toBe('net.hash-report.def.4')
    expect(clause(0x002, 33)).toBe('net.hash-report.def.4')
    expect(clause(0x002, 34, PORTS, false)).toBe('net.hash-report.def.4')
  })

  it('of a hash for a frame that has none', () => {
    expect(clause(0x1ff, 1, 0xbad, true, plainFrame(1))).toBe('net.hash-report.def.3')
    expect(clause(0x024, 6)).toBe('net.hash.def.4')
    expect(clause(0, 1, ADDRESSES)).toBe('net.hash.def.4')
    expect(clause(0x1ff, 77, 0xbad, true, plainFrame(1))).toBe('net.hash-report.def.3')
  })

  it('of NONE for a frame that has a hash', () => {
    expect(clause(IPV4_AND_TCP, 0)).toBe('net.hash-report.def.2')
  })

  it('of the right type without a value', () => {
    expect(clause(IPV4_AND_TCP, 2, 0)).toBe('net.hash-report.def.2')
  })

  it('of the right type with a wrong value', () => {
    expect(clause(IPV4_AND_TCP, 2)).toBe('net.hash.def.8')
    expect(clause(IPV4_AND_TCP, 2, 0xbad, false)).toBe('net.hash-report.def.1')
  })

  it('of the right type with the value of another is that of the fields', () => {
    expect(clause(IPV4_AND_TCP, 2, ADDRESSES)).toBe('net.hash.def.1')
    expect(clause(IPV4_AND_TCP, 2, ADDRESSES, false)).toBe('net.hash.def.1')
  })

  const addresses6 = '3ffe2501020000030000000000000001'.repeat(2)
  const ipv6 = (next: string, payload: string) =>
    bytes(
      `525400123456020000000001${'86dd'}60000000${(payload.length / 2).toString(16).padStart(4, '0')}${next}40${addresses6}${payload}`,
    )
  const udp = '0aea06e60008abcd'
  const tcp = '0aea06e600000001000000005010ffff00000000'
  const homeAddress = (next: string) => `${next}02c910${addresses6.slice(0, 32)}01020000`.padEnd(48, '0')
  const udp4 = bytes(`52540012345602000000000108004500001c0001000040110000420995bba18e6450${udp}`)
  const icmp4 = bytes('5254001234560200000000010800' + `4500001c0001000040010000420995bba18e64500800000000000000`)

  it.each([
    ['TCP over IPv4 as addresses', tcpFrame, 1, 'net.hash.def.1'],
    ['UDP over IPv4 as addresses', udp4, 1, 'net.hash.def.2'],
    ['ICMP over IPv4 as TCP', icmp4, 2, 'net.hash.def.3'],
    ['TCP over IPv6 as addresses', ipv6('06', tcp), 4, 'net.hash.def.5'],
    ['UDP over IPv6 as addresses', ipv6('11', udp), 4, 'net.hash.def.5'],
    ['another protocol over IPv6 as TCP', ipv6('fd', udp), 5, 'net.hash.def.5'],
    ['TCP behind extension headers as plain TCP', ipv6('3c', homeAddress('06') + tcp), 5, 'net.hash.def.6'],
    ['UDP behind extension headers as plain UDP', ipv6('3c', homeAddress('11') + udp), 6, 'net.hash.def.6'],
    ['another behind extension headers as plain', ipv6('3c', homeAddress('fd') + udp), 4, 'net.hash.def.6'],
  ] as const)('of %s is the rule of precedence', (_, frame, report, expected) => {
    expect(clause(0x1ff, report, 0xbad, true, frame)).toBe(expected)
  })

  /** Source and destination are alike, and so are the home address and they: other addresses tell the fields apart. */
  const home = '20010db800010000000000000000000a'
  const behindHome = ipv6('3c', homeAddress('06').replace(addresses6.slice(0, 32), home) + tcp)
  const hashedOver = (fields: string) => toeplitz(arrayOf(microsoftKey), arrayOf(bytes(fields)))
  const [plainValue, homeValue] = [addresses6, home + addresses6.slice(32)].map((ends) => hashedOver(`${ends}0aea06e6`))

  it('of a packet with extension headers for which no type of theirs is enabled is that it is hashed as if it had none', () => {
    const PLAIN = 0x038
    const of = (report: number, value?: number) => clause(PLAIN, report, value, true, behindHome)
    expect(of(0)).toBe('net.hash.def.7')
    expect(of(4)).toBe('net.hash.def.7')
    expect(of(5, homeValue)).toBe('net.hash.def.7')
    expect(of(8, homeValue)).toBe('net.rss.def.1')
    expect(of(5)).toBe('net.hash.def.7')
    expect(of(8, plainValue)).toBe('net.rss.def.1')
    expect(of(6, plainValue)).toBe('net.hash-report.def.4')
  })

  it('of one for which a type of theirs is enabled is that of their fields', () => {
    const of = (report: number, value?: number) => clause(0x1f8, report, value, true, behindHome)
    expect(of(8, plainValue)).toBe('net.hash.def.6')
    expect(of(5, plainValue)).toBe('net.hash.def.6')
    expect(of(5, homeValue)).toBe('net.hash.def.6')
    expect(of(7, homeValue)).toBe('net.hash-report.def.4')
    expect(of(8)).toBe('net.hash.def.6')
    expect(of(8, 0)).toBe('net.hash-report.def.2')
    expect(of(0)).toBe('net.hash-report.def.2')
  })
})
