import { describe, expect, it } from 'vitest'
import { barSize, sizeBars } from './bar.ts'
import { FakeFunction } from './fake-function.fixture.ts'

/** PCI: bit 0 is I/O space, bits 2..1 are 10 for 64 bits, the bits above that can be set tell the size. */
describe('a BAR', () => {
  it.each([
    [0, { space: 'memory', size: 0, wide: false }],
    [0xffff_f000, { space: 'memory', size: 4096, wide: false }],
    [0xffff_c00c, { space: 'memory', size: 0x4000, wide: true }],
    [0xffff_ffe1, { space: 'io', size: 32, wide: false }],
    [0x8000_0008, { space: 'memory', size: 0x8000_0000, wide: false }],
  ])('that reads back %i says what it is', (readBack, expected) => {
    expect(barSize(readBack)).toEqual(expected)
  })
})

it('are sized while decoding is off, and get back what stood in them', async () => {
  const fake = new FakeFunction()
  const masks: readonly number[] = [0xffff_f000, 0, 0xffff_ffe0, 0, 0xffff_c000, 0xffff_ffff]
  const kinds: readonly number[] = [0, 0, 1, 0, 4, 0]
  const decoded: boolean[] = []
  fake.put(4, 2, 0x407, 'config')
  for (const [bar, kind] of kinds.entries()) fake.put(16 + 4 * bar, 4, kind, 'config')
  fake.put(16, 4, 0xfebf_0000, 'config')
  fake.put(36, 4, 7, 'config')
  const write = fake.configWrite.bind(fake)
  fake.configWrite = async (offset, width, value) => {
    const bar = (offset - 16) / 4
    if (bar >= 0) decoded.push((fake.get(4, 2, 'config') & 3) !== 0)
    await write(offset, width, bar >= 0 ? ((value & (masks[bar] ?? 0)) | (kinds[bar] ?? 0)) >>> 0 : value)
  }
  expect(await sizeBars(fake)).toEqual([
    { bar: 0, space: 'memory', size: 4096 },
    { bar: 2, space: 'io', size: 32 },
    { bar: 4, space: 'memory', size: 0x4000 },
  ])
  expect(decoded.every((on) => !on)).toBe(true)
  expect([fake.get(4, 2, 'config'), fake.get(16, 4, 'config'), fake.get(36, 4, 'config')]).toEqual([
    0x407, 0xfebf_0000, 7,
  ])
})
