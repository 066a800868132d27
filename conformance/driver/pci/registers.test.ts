import { expect, it } from 'vitest'
import { commonFields } from '../../../model/wire/pci-common-config.ts'
import { at, capabilities, FakeFunction } from './fake-function.fixture.ts'
import { Registers } from './registers.ts'

const registers = (fake: FakeFunction, window: number | undefined = 0xa0) =>
  new Registers(fake, { ...capabilities, window })

it('reads and writes each at its place and width', async () => {
  const fake = new FakeFunction()
  const all = registers(fake)
  await all.write('queue_select', 7)
  await all.write('queue_desc.high', 0xffff_ffff)
  fake.put(commonFields.device_status.offset, 1, 15)
  fake.put(at.isr, 1, 3)
  expect([await all.read('device_status'), await all.read('isr_status')]).toEqual([15, 3])
  expect(fake.heard).toEqual(['writew 0x16 0x7', 'writel 0x24 0xffffffff', 'readb 0x14', 'readb 0x1000'])
})

it('reads Interrupt Status out of the header, by whatever way', async () => {
  const fake = new FakeFunction()
  fake.put(6, 2, 0x18, 'config')
  expect([await registers(fake).read('interrupt_status', 'window')]).toEqual([1])
  fake.put(6, 2, 0xfff7, 'config')
  expect([await registers(fake).read('interrupt_status')]).toEqual([0])
})

it('points the window before each access through it', async () => {
  const fake = new FakeFunction()
  const all = registers(fake)
  fake.put(0xa0 + 16, 4, 0xabcd_1234, 'config')
  expect(await all.read('queue_size', 'window')).toBe(0x1234)
  await all.write('device_status', 3, 'window')
  expect(fake.heard).toEqual([
    ...['config writeb 0xa4 0x4', 'config writel 0xa8 0x18', 'config writel 0xac 0x2', 'config readw 0xb0'],
    ...['config writeb 0xa4 0x4', 'config writel 0xa8 0x14', 'config writel 0xac 0x1', 'config writeb 0xb0 0x3'],
  ])
})

it('has a window where there is the capability', () => {
  const fake = new FakeFunction()
  const without = new Registers(fake, { ...capabilities, window: undefined })
  expect([registers(fake).hasWindow, without.hasWindow]).toEqual([true, false])
  expect(() => without.read('queue_size', 'window')).toThrow('fault: the function has no window')
})
