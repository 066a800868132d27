import { describe, expect, it } from 'vitest'
import { featureSet, union } from '../../model/kernel/bits.ts'
import { features, implemented } from '../feature.ts'
import { commonRegister, registerOf } from './common-register.ts'
import { common, PciHand } from './driver.fixture.ts'

const NONE = 0xffff
/** What is offered, by windows of 32 bits. */
const windows = [0n, 32n, 64n].map((bits) => Number((implemented >> bits) & 0xffff_ffffn))

it('numbers registers as the standard lays them out', () => {
  for (const [name, number] of Object.entries(commonRegister)) {
    expect([name, number]).toEqual([name, registerOf(...(common[name] ?? ([0, 1] as const)))])
  }
})

describe('features', () => {
  it('are offered by windows, whatever is selected', () => {
    const hand = new PciHand()
    const shown = [0, 1, 2, 0xffff_ffff].map((select) => {
      hand.set('device_feature_select', select)
      return [hand.get('device_feature_select'), hand.get('device_feature')]
    })
    expect(shown).toEqual([
      [0, windows[0]],
      [1, windows[1]],
      [2, windows[2]],
      [0xffff_ffff, 0],
    ])
  })
  it('read back as far as they are offered, before FEATURES_OK and after', () => {
    const hand = new PciHand()
    hand.set('driver_feature', 0xffff_ffff)
    hand.set('driver_feature_select', 1)
    expect(hand.get('driver_feature')).toBe(0)
    hand.set('driver_feature_select', 0)
    expect(hand.get('driver_feature')).toBe(windows[0])
    expect(hand.negotiate(implemented)).toBe(11)
    // But RING_PACKED: the hand driver writes split rings.
    expect([hand.get('driver_feature_select'), hand.get('driver_feature')]).toEqual([1, (windows[1] ?? 0) - 4])
  })
  it('stand once they are agreed on', () => {
    const hand = new PciHand()
    hand.negotiate(features('VERSION_1'))
    hand.set('driver_feature', 0)
    expect(hand.get('driver_feature')).toBe(1)
  })
  it('are turned down if they were not offered, wherever they were written', () => {
    const hand = new PciHand()
    expect(hand.negotiate(union(implemented, featureSet(4)))).toBe(3)
    hand.set('device_status', 0)
    hand.set('driver_feature_select', 7)
    hand.set('driver_feature', 1)
    hand.set('driver_feature_select', 1)
    hand.set('driver_feature', 1)
    hand.set('device_status', 11)
    expect(hand.get('device_status')).toBe(3)
  })
})

describe('queues', () => {
  it('are as many as there can be', () => {
    expect(new PciHand().get('num_queues')).toBe(5)
    expect(new PciHand({ offered: features('VERSION_1') }).get('num_queues')).toBe(2)
    expect(new PciHand({ offered: features('VERSION_1', 'CTRL_VQ', 'RSS') }).get('num_queues')).toBe(5)
  })
  it('show their largest size, none where there is no queue, and a doorbell each', () => {
    const hand = new PciHand()
    const shown = [0, 3, 4, 5, 0xffff].map((queue) => {
      hand.set('queue_select', queue)
      return ['queue_select', 'queue_size', 'queue_notify_off', 'queue_enable'].map((name) => hand.get(name))
    })
    expect(shown).toEqual([
      [0, 256, 0, 0],
      [3, 256, 3, 0],
      [4, 64, 4, 0],
      [5, 0, 0, 0],
      [0xffff, 0, 0, 0],
    ])
  })
  it('are as large as chosen, if that can be', () => {
    const hand = new PciHand()
    const sizes = [128, 100, 0, 512, 1].map((size) => {
      hand.set('queue_size', size)
      return hand.get('queue_size')
    })
    expect(sizes).toEqual([128, 128, 128, 128, 1])
    hand.set('queue_select', 5)
    hand.set('queue_size', 2)
    expect(hand.get('queue_size')).toBe(0)
  })
  it('keep both halves of their addresses apart', () => {
    const hand = new PciHand()
    for (let at = 32; at < 56; at += 4) hand.function.barWrite(0, at, 4, 0x8000_0000 + at)
    hand.set('queue_select', 1)
    hand.function.barWrite(0, 36, 4, 7)
    expect([hand.get('queue_desc'), hand.function.barRead(0, 36, 4)]).toEqual([0, 7])
    hand.set('queue_select', 0)
    const read = [32, 36, 40, 44, 48, 52].map((at) => hand.function.barRead(0, at, 4))
    expect(read).toEqual([32, 36, 40, 44, 48, 52].map((at) => 0x8000_0000 + at))
    hand.set('queue_select', 9)
    hand.set('queue_desc', 1)
    expect(hand.get('queue_desc')).toBe(0)
  })
  it('are enabled by 1 alone, and stay as they are then', () => {
    const hand = new PciHand()
    hand.negotiate(implemented)
    hand.set('queue_enable', 2)
    expect(hand.get('queue_enable')).toBe(0)
    hand.enable(1)
    hand.set('queue_size', 16)
    hand.set('queue_desc', 0)
    hand.set('queue_enable', 0)
    expect(['queue_enable', 'queue_size', 'queue_desc'].map((name) => hand.get(name))).toEqual([1, 8, 0x2000])
    const { queueSize, descriptorArea, driverArea, deviceArea } = hand.function.device.layout
    expect([queueSize, descriptorArea, driverArea, deviceArea].map((column) => column[1])).toEqual([
      8, 0x2000, 0x2400, 0x2800,
    ])
  })
  it('are as after power-on once they are reset, and can be enabled anew', () => {
    const hand = new PciHand()
    const shown = () =>
      ['queue_enable', 'queue_reset', 'queue_size', 'queue_msix_vector', 'queue_driver'].map((name) => hand.get(name))
    hand.negotiate(implemented)
    hand.enable(1)
    hand.set('queue_msix_vector', 2)
    hand.set('queue_reset', 2)
    expect(shown()).toEqual([1, 0, 8, 2, 0x2400])
    hand.set('queue_reset', 1)
    expect(shown()).toEqual([0, 0, 256, NONE, 0])
    hand.enable(1)
    expect(shown()).toEqual([1, 0, 8, NONE, 0x2400])
  })
  it('are not reset without RING_RESET', () => {
    const hand = new PciHand()
    hand.negotiate(features('VERSION_1'))
    hand.enable(1)
    hand.set('queue_reset', 1)
    expect([hand.get('queue_enable'), hand.get('queue_size')]).toEqual([1, 8])
    expect(hand.function.diagnostics()).toContain('RING_RESET was not negotiated')
  })
  it('are not enabled where their areas cannot be reached', () => {
    const hand = new PciHand()
    hand.negotiate(implemented)
    hand.function.barWrite(0, 36, 4, 1)
    hand.enable(0)
    hand.function.barWrite(0, 36, 4, 1)
    hand.set('queue_select', 1)
    hand.function.barWrite(0, 36, 4, 1)
    hand.set('queue_enable', 1)
    expect(hand.get('queue_enable')).toBe(0)
    expect(hand.function.diagnostics()).toContain('outside')
  })
})

describe('vectors', () => {
  it('are mapped where they exist, unmapped by NO_VECTOR, and read back so', () => {
    const hand = new PciHand()
    const map = (name: string, vector: number): number => {
      hand.set(name, vector)
      return hand.get(name)
    }
    for (const name of ['config_msix_vector', 'queue_msix_vector']) {
      expect(hand.get(name)).toBe(NONE)
      expect([0, 5, 6, 3, NONE, 0x7ff].map((vector) => map(name, vector))).toEqual([0, 5, NONE, 3, NONE, NONE])
    }
    hand.set('queue_select', 77)
    expect(map('queue_msix_vector', 1)).toBe(NONE)
  })
})

it('knows no access but of a register’s own width', () => {
  const hand = new PciHand()
  hand.function.barWrite(0, 20, 4, 0xffff_ffff)
  hand.function.barWrite(0, 20, 2, 1)
  hand.function.barWrite(0, 33, 4, 1)
  hand.function.barWrite(0, 56, 4, 1)
  expect([hand.get('device_status'), hand.function.barRead(0, 20, 4), hand.function.barRead(0, 18, 4)]).toEqual([
    0, 0, 0,
  ])
  expect([33, 56, 60].map((at) => hand.function.barRead(0, at, 4))).toEqual([0, 0, 0])
})
