import { describe, expect, it } from 'vitest'
import { PciHand } from './driver.fixture.ts'
import { barAt } from './header.ts'
import { capabilityAt, msixBarSize, offsetOf, pendingBytes, structureBarSize } from './place.ts'

const fresh = () => new PciHand().function

describe('the header', () => {
  it('is that of a modern network device', () => {
    const pci = fresh()
    expect([pci.configRead(0, 4), pci.configRead(8, 4), pci.configRead(14, 1)]).toEqual([0x1041_1af4, 0x0200_0001, 0])
    expect([pci.configRead(0x2c, 2), pci.configRead(0x2e, 2) >= 0x40, pci.configRead(0x3d, 1)]).toEqual([
      0x1af4,
      true,
      1,
    ])
    expect(pci.configRead(6, 2)).toBe(0x10)
  })
  it('takes the bits of Command that mean something here, and nothing else', () => {
    const pci = fresh()
    pci.configWrite(0, 4, 0xffff_ffff)
    pci.configWrite(4, 4, 0xffff_ffff)
    pci.configWrite(8, 4, 0)
    pci.configWrite(0x3c, 2, 0xff0b)
    expect([pci.configRead(0, 4), pci.configRead(4, 4), pci.configRead(8, 4)]).toEqual([
      0x1041_1af4, 0x0010_0406, 0x0200_0001,
    ])
    expect(pci.configRead(0x3c, 2)).toBe(0x010b)
  })
  it('lets its BARs be sized: 64 bits of structures, 32 bits of MSI-X, no other', () => {
    const pci = fresh()
    for (let bar = 0; bar < 6; bar++) pci.configWrite(0x10 + 4 * bar, 4, 0xffff_ffff)
    const sizes = [0, 1, 2, 3, 4, 5].map((bar) => pci.configRead(0x10 + 4 * bar, 4))
    expect(sizes).toEqual([0xffff_c004, 0xffff_ffff, 0xffff_f000, 0, 0, 0])
    pci.configWrite(barAt(0), 4, 0xfebd_4123)
    expect(pci.configRead(0x10, 4)).toBe(0xfebd_4004)
  })
  it('reads all ones beyond, and keeps nothing there', () => {
    const pci = fresh()
    pci.configWrite(256, 4, 0)
    expect([pci.configRead(256, 4), pci.configRead(300, 2), pci.configRead(4095, 1)]).toEqual([
      0xffff_ffff, 0xffff, 0xff,
    ])
  })
})

describe('the list of capabilities', () => {
  it('leads over MSI-X to the five structures, and ends', () => {
    const pci = fresh()
    const list: number[][] = []
    for (let at = pci.configRead(0x34, 1); at !== 0; at = pci.configRead(at + 1, 1)) {
      expect(at % 4).toBe(0)
      list.push(pci.configRead(at, 1) === 0x11 ? [0x11] : [2, 3, 4].map((byte) => pci.configRead(at + byte, 1)))
    }
    // cap_len, cfg_type, bar
    expect(list).toEqual([[0x11], [16, 1, 0], [20, 2, 0], [16, 3, 0], [16, 4, 0], [20, 5, 0]])
  })
  it('places the structures apart, each as long as it must be', () => {
    const pci = fresh()
    const place = (at: number): readonly number[] => [pci.configRead(at + 8, 4), pci.configRead(at + 12, 4)]
    expect(place(capabilityAt.common)).toEqual([0, 64])
    expect(place(capabilityAt.isr)).toEqual([0x1000, 1])
    expect(place(capabilityAt.device)).toEqual([0x2000, 28])
    expect(place(capabilityAt.notify)).toEqual([0x3000, 5 * 4])
    expect(pci.configRead(capabilityAt.notify + 16, 4)).toBe(4)
  })
  it('tells Table Size less one, the table at the start of BAR 2 and the pending bits behind', () => {
    const pci = fresh()
    expect([pci.configRead(0x42, 2), pci.configRead(0x44, 4), pci.configRead(0x48, 4)]).toEqual([5, 2, 96 | 2])
  })
  it('takes Enable and Function Mask by bytes, halfwords and words', () => {
    const pci = fresh()
    pci.configWrite(0x43, 1, 0xff)
    expect(pci.configRead(0x42, 2)).toBe(0xc005)
    pci.configWrite(0x42, 1, 0)
    expect(pci.configRead(0x42, 2)).toBe(0xc005)
    pci.configWrite(0x40, 4, 0x8000_0000)
    expect(pci.configRead(0x40, 4)).toBe(0x8005_4c11)
    pci.configWrite(capabilityAt.common + 8, 4, 0xffff_ffff)
    expect(pci.configRead(capabilityAt.common + 8, 4)).toBe(0)
  })
})

it('has BARs of a power of two that hold all there is', () => {
  expect([structureBarSize(5), structureBarSize(1025)]).toEqual([0x4000, 0x8000])
  expect([msixBarSize(2), msixBarSize(256), msixBarSize(0x800)]).toEqual([0x1000, 0x2000, 0x1_0000])
  expect([pendingBytes(64), pendingBytes(65)]).toEqual([8, 16])
  expect(offsetOf).toEqual({ common: 0, isr: 0x1000, device: 0x2000, notify: 0x3000 })
})
