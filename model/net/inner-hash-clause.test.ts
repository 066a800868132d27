import { describe, expect, it } from 'vitest'
import { type Bytes, bytes } from '../kernel/bytes.ts'
import { clauseOfOtherHeader } from './inner-hash-clause.ts'
import { plainFrame, tcpFrame } from './live.fixture.ts'
import type { Reading } from './reading.ts'
import { standardRules } from './rules.ts'
import { defaultSetting, type Setting } from './setting.ts'
import { tunnelTypes } from './tunnel.ts'

/** VXLAN over UDP and IPv4, from 10.0.0.1 to 10.0.0.2. */
function inVxlan(frame: string): Bytes {
  const udp = 16 + frame.length / 2
  const hex = (value: number) => value.toString(16).padStart(4, '0')
  const ip = `4500${hex(20 + udp)}000100004011${'0000'}0a0000010a000002`
  return bytes(`5254001234560200000000010800${ip}c00012b5${hex(udp)}00000800000000000100${frame}`)
}
const [outer, inner] = ['0a0000010a000002', '420995bba18e6450']
const frame = inVxlan(tcpFrame)
const { VXLAN, GENEVE } = tunnelTypes

/** The clause where what is seen follows from a header with these addresses. */
function clause(tunnels: Setting['tunnels'], addresses: string, of: Bytes = frame) {
  const isSeen = (readings: readonly Reading[]) =>
    readings.some((reading) => reading !== 'no-ip' && reading.addresses === addresses)
  return clauseOfOtherHeader(tunnels === undefined ? {} : { tunnels }, of, isSeen)
}

describe('a frame treated by', () => {
  it('its outer header, where its encapsulation is enabled', () => {
    expect(clause(VXLAN, outer)).toBe('net.inner-hash.def.2')
    expect(clause(VXLAN, inner)).toBeUndefined()
  })

  it('its innermost header, where there are three', () => {
    const twice = inVxlan(frame)
    expect(clause(VXLAN, inner, twice)).toBe('net.inner-hash.def.2')
    expect(clause(VXLAN, inner, inVxlan(plainFrame(1)))).toBeUndefined()
  })

  it('its inner header, where others are enabled, none is any more, or none ever was', () => {
    expect(clause(GENEVE, inner)).toBe('net.inner-hash.device.1')
    expect(clause(0, inner)).toBe('net.inner-hash.device.3')
    expect(clause(undefined, inner)).toBe('net.inner-hash.def.1')
    expect(clause(0, outer)).toBeUndefined()
  })

  it('either, where the text leaves it open', () => {
    const tagged = bytes(`${frame.slice(0, 24)}81000001${frame.slice(24)}`)
    expect(clause(VXLAN, inner, tagged)).toBeUndefined()
    expect(clause('anyhow', inner)).toBeUndefined()
  })

  it('the only header it has', () => {
    expect(clause(VXLAN, inner, bytes(tcpFrame))).toBeUndefined()
  })
})

it('a reset ends what was enabled, and leaves alone what never was', () => {
  expect(standardRules.afterReset({ ...defaultSetting, tunnels: VXLAN })).toEqual({ ...defaultSetting, tunnels: 0 })
  expect(standardRules.afterReset({ ...defaultSetting, tunnels: 'anyhow' }).tunnels).toBe(0)
  expect(standardRules.afterReset(defaultSetting)).toEqual(defaultSetting)
})
