import { describe, expect, it } from 'vitest'
import { featureSet, noFeatures } from '../model/kernel/bits.ts'
import { features, implemented } from './feature.ts'
import { layOut } from './layout.ts'
import { createNegotiation } from './negotiation.ts'

function fresh(offered = implemented) {
  const layout = layOut({ device: 1, queues: 3, chain: 1, table: 1, backlog: 1 })
  return { layout, negotiation: createNegotiation(layout, offered) }
}

describe('status', () => {
  it('adds the bits that the driver sets, and never takes one away', () => {
    const { negotiation } = fresh()
    expect(negotiation.status()).toBe(0)
    negotiation.addStatus(1)
    negotiation.addStatus(2)
    expect(negotiation.status()).toBe(3)
    negotiation.addStatus(128)
    expect(negotiation.status()).toBe(131)
  })
  it('has no bits that are not the driver’s', () => {
    const { negotiation } = fresh()
    negotiation.addStatus(1 | 16 | 32 | 64 | 0x100)
    expect(negotiation.status()).toBe(1)
  })
  it('is driven with FEATURES_OK and DRIVER_OK, not with one of them', () => {
    const one = fresh().negotiation
    one.addStatus(7)
    expect([one.status(), one.isDriven()]).toEqual([7, false])
    const other = fresh().negotiation
    other.writeFeatures(implemented)
    other.addStatus(11)
    expect([other.status(), other.isDriven()]).toEqual([11, false])
    other.addStatus(15)
    expect([other.status(), other.isDriven()]).toEqual([15, true])
  })
})

describe('features', () => {
  it('are agreed upon at FEATURES_OK, and frozen then', () => {
    const { negotiation } = fresh()
    negotiation.writeFeatures(features('VERSION_1', 'MAC'))
    expect(negotiation.negotiated()).toBe(noFeatures)
    negotiation.addStatus(11)
    expect(negotiation.negotiated()).toBe(features('VERSION_1', 'MAC'))
    negotiation.writeFeatures(implemented)
    negotiation.addStatus(15)
    expect(negotiation.negotiated()).toBe(features('VERSION_1', 'MAC'))
    negotiation.addStatus(8)
    expect(negotiation.refusal()).toBeUndefined()
  })
  it('that were not offered leave FEATURES_OK clear, and the other bits set', () => {
    const { negotiation } = fresh()
    negotiation.writeFeatures(featureSet(32, 33))
    negotiation.addStatus(11)
    expect(negotiation.status()).toBe(3)
    expect(negotiation.negotiated()).toBe(noFeatures)
    expect(negotiation.refusal()).toBe('not offered: bit 33')
  })
  it('can be chosen again after a refusal', () => {
    const { negotiation } = fresh()
    negotiation.writeFeatures(features('VERSION_1', 'RSS'))
    negotiation.addStatus(11)
    expect(negotiation.refusal()).toBe('RSS requires CTRL_VQ')
    negotiation.writeFeatures(features('VERSION_1', 'CTRL_VQ', 'RSS'))
    negotiation.addStatus(11)
    expect(negotiation.status()).toBe(11)
    expect(negotiation.refusal()).toBeUndefined()
  })
  it('decide the header’s length and whether flows are learnt', () => {
    const rows = [
      [features('VERSION_1'), 12, 0],
      [features('VERSION_1', 'CTRL_VQ', 'RSS'), 12, 0],
      [features('VERSION_1', 'HASH_REPORT'), 20, 0],
      [features('VERSION_1', 'CTRL_VQ', 'MQ'), 12, 1],
    ] as const
    for (const [accepted, length, learns] of rows) {
      const { layout, negotiation } = fresh()
      negotiation.writeFeatures(accepted)
      expect(layout.headerLength[0]).toBe(0)
      negotiation.addStatus(11)
      expect([layout.headerLength[0], layout.learnsFlows[0]]).toEqual([length, learns])
    }
  })
  it('are forgotten by a reset, the refusal too', () => {
    const { layout, negotiation } = fresh()
    negotiation.writeFeatures(implemented)
    negotiation.addStatus(11)
    negotiation.reset()
    layout.deviceStatus[0] = 0
    expect(negotiation.negotiated()).toBe(noFeatures)
    negotiation.addStatus(11)
    expect([negotiation.status(), negotiation.refusal()]).toEqual([3, 'VERSION_1 is required'])
    negotiation.reset()
    expect(negotiation.refusal()).toBeUndefined()
  })
})
