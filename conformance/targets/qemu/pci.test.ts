import { describe, expect, it } from 'vitest'
import { TargetLost } from '../../../properties/target.ts'
import { FakeQtest } from './fake-qtest.fixture.ts'
import { enableEcam, findFunction } from './pci.ts'

const ecam = 0xb000_0000
/** Slot 3, function 0: eight functions a slot, 4096 bytes each. */
const slot3 = ecam + 3 * 8 * 4096

/** A function in slot 3 with a BAR 1 of 4 KiB and a wide BAR 4 of 16 KiB. */
function machine(): FakeQtest {
  const fake = new FakeQtest()
  fake.put(ecam, 4, 0x29c0_8086)
  fake.put(slot3, 4, 0x1041_1af4)
  const kept: Readonly<Record<number, (value: number) => number>> = {
    16: () => 0xffff_ffe1,
    20: (value) => (value & ~0xfff) >>> 0,
    24: () => 0,
    28: () => 0,
    32: (value) => ((value & ~0x3fff) | 0xc) >>> 0,
  }
  fake.written = (address, value) => {
    const keep = kept[address - slot3]
    if (keep) fake.put(address, 4, keep(value))
  }
  return fake
}

describe('PCI', () => {
  it('finds a function, and gives each of its memory BARs a place', async () => {
    const fake = machine()
    const { bars, config } = await findFunction(fake.qtest, 0x1af4, [0x1000, 0x1041])
    expect(bars).toEqual([undefined, 0xc000_0000, undefined, undefined, 0xc000_4000, undefined])
    expect(await config.read(20, 4)).toBe(0xc000_0000)
    expect(await config.read(32, 4)).toBe(0xc000_400c)
    expect(fake.get(slot3 + 36, 4)).toBe(0)
  })

  it('says that a function is not there', async () => {
    const search = findFunction(machine().qtest, 0x1af4, [0x1042, 0x1001])
    await expect(search).rejects.toThrow('there is no function 1af4:1042 or 1001 on the PCI bus of this machine')
    await expect(search).rejects.toBeInstanceOf(TargetLost)
  })

  it('enables the configuration space at its place', async () => {
    const fake = new FakeQtest()
    await enableEcam(fake.qtest)
    expect(
      fake.heard.map((line) => line.split(' ').map((word, nth) => (nth ? Number(word).toString(16) : word))),
    ).toEqual([
      ['outl', 'cf8', '80000064'],
      ['outl', 'cfc', '0'],
      ['outl', 'cf8', '80000060'],
      ['outl', 'cfc', 'b0000001'],
    ])
  })
})
