import { describe, expect, it } from 'vitest'
import { plainHeader } from '../wire/net-header.ts'
import { faultsOfCountWithout, headerLengthOf } from './header.ts'
import { config, live } from './live.fixture.ts'
import { powerOn } from './state.ts'

describe('headerLengthOf', () => {
  it('is 12 bytes, and 20 once HASH_REPORT is negotiated', () => {
    expect(headerLengthOf(powerOn(config))).toBe(12)
    expect(headerLengthOf(live())).toBe(12)
    expect(headerLengthOf(live({ features: ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'] }))).toBe(20)
  })
})

describe('faultsOfCountWithout', () => {
  it('wants one buffer', () => {
    expect(faultsOfCountWithout(live(), { ...plainHeader, numBuffers: 1 })).toEqual([])
    expect(faultsOfCountWithout(live({ features: ['VIRTIO_NET_F_MRG_RXBUF'] }), plainHeader)).toEqual([])
  })

  it.each([0, 2])('refuses %i', (numBuffers) => {
    const because = `num_buffers is ${numBuffers} without MRG_RXBUF, not 1`
    expect(faultsOfCountWithout(live(), { ...plainHeader, numBuffers })).toEqual([
      { by: 'device', clauses: ['net.rx.device.4'], because },
    ])
  })
})
