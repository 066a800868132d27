import { describe, expect, it } from 'vitest'
import { bytes } from '../kernel/bytes.ts'
import { ADDRESSES_HASH, microsoftKey, PORTS_HASH, plainFrame, tcpFrame } from './live.fixture.ts'
import { clauseOfReport, isReported, noHash, reports } from './reporting.ts'
import type { Hashing } from './setting.ts'

const enabled = (types: number, binding = true): Hashing => ({ kind: 'enabled', types, key: microsoftKey, binding })
const none = { report: 0, value: 0 }
const byPorts = { report: 2, value: PORTS_HASH }
const byAddresses = { report: 1, value: ADDRESSES_HASH }
const IPV4_AND_TCP = 0x003

it('no hash is report NONE', () => {
  expect(noHash).toEqual(none)
})

describe('reports', () => {
  it('NONE where nothing is enabled', () => {
    expect(reports({ kind: 'none' }, tcpFrame)).toEqual([none])
  })

  it('anything where a command without a meaning was taken', () => {
    expect(reports({ kind: 'anyhow' }, tcpFrame)).toBeUndefined()
  })

  it('exactly the calculated hash where it binds', () => {
    expect(reports(enabled(IPV4_AND_TCP), tcpFrame)).toEqual([byPorts])
    expect(reports(enabled(0x001), tcpFrame)).toEqual([byAddresses])
    expect(reports(enabled(0x1ff), plainFrame(1))).toEqual([none])
  })

  it('or NONE where the calculation is an attempt', () => {
    expect(reports(enabled(IPV4_AND_TCP, false), tcpFrame)).toEqual([byPorts, none])
    expect(reports(enabled(0x1ff, false), plainFrame(1))).toEqual([none])
  })
})

describe('isReported', () => {
  it('compares type and value', () => {
    expect(isReported(byPorts, [byAddresses, byPorts])).toBe(true)
    expect(isReported({ ...byPorts, value: 1 }, [byAddresses, byPorts])).toBe(false)
    expect(isReported({ ...byPorts, report: 1 }, [byPorts])).toBe(false)
    expect(isReported(byPorts, [])).toBe(false)
  })

  it('takes any value beside NONE', () => {
    expect(isReported({ report: 0, value: 0xdead_beef }, [none])).toBe(true)
    expect(isReported({ report: 0, value: 0 }, [byPorts])).toBe(false)
  })

  it('takes anything where anything goes', () => {
    expect(isReported({ report: 77, value: 1 }, undefined)).toBe(true)
  })
})

describe('clauseOfReport', () => {
  const clause = (types: number, report: number, value = 0xbad, binding = true, frame = tcpFrame) =>
    clauseOfReport(enabled(types, binding), frame, { report, value })

  it('of a report before any configuration', () => {
    expect(clauseOfReport({ kind: 'none' }, tcpFrame, byPorts)).toBe('net.hash-report.def.5')
  })

  it('of a type that is not enabled is that of the command', () => {
    expect(clause(0x001, 2)).toBe('net.rss.def.1')
    expect(clause(0x001, 2, 0xbad, false)).toBe('net.hash-report.def.1')
    expect(clause(0x0ff, 9)).toBe('net.rss.def.1')
  })

  it('of a hash for a frame that has none', () => {
    expect(clause(0x1ff, 1, 0xbad, true, plainFrame(1))).toBe('net.hash-report.def.3')
    expect(clause(0x024, 6)).toBe('net.hash-report.def.3')
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
})
