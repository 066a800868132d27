import { describe, expect, it } from 'vitest'
import { ADDRESSES_HASH, microsoftKey, PORTS_HASH, plainFrame, tcpFrame } from './live.fixture.ts'
import { isReported, noHash, reports } from './reporting.ts'
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
