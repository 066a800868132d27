import { describe, expect, it } from 'vitest'
import { plainHeader } from '../wire/net-header.ts'
import { faultsOfHeader, headerLengthOf } from './header.ts'
import { config, live } from './live.fixture.ts'
import { powerOn } from './state.ts'

describe('headerLengthOf', () => {
  it('is 12 bytes, and 20 once HASH_REPORT is negotiated', () => {
    expect(headerLengthOf(powerOn(config))).toBe(12)
    expect(headerLengthOf(live())).toBe(12)
    expect(headerLengthOf(live({ features: ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'] }))).toBe(20)
  })
})

describe('faultsOfHeader', () => {
  const right = { ...plainHeader, numBuffers: 1 }

  it('finds nothing in a header without offloads and with one buffer', () => {
    expect(faultsOfHeader(right)).toEqual([])
  })

  it.each([
    [{ flags: 2 }, 'net.rx.device.8', 'flags is 2 without GUEST_CSUM'],
    [{ gsoType: 1 }, 'net.rx.device.29', 'gso_type is 1 without receive GSO'],
    [{ numBuffers: 0 }, 'net.rx.device.4', 'num_buffers is 0 without MRG_RXBUF, not 1'],
    [{ numBuffers: 2 }, 'net.rx.device.4', 'num_buffers is 2 without MRG_RXBUF, not 1'],
  ])('refuses %o', (change, clause, because) => {
    expect(faultsOfHeader({ ...right, ...change })).toEqual([{ by: 'device', clauses: [clause], because }])
  })

  it('lists every fault', () => {
    const clauses = faultsOfHeader({ ...plainHeader, flags: 1, gsoType: 4 }).map((fault) => fault.clauses[0])
    expect(clauses).toEqual(['net.rx.device.8', 'net.rx.device.29', 'net.rx.device.4'])
  })
})
