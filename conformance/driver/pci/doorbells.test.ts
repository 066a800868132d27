import { expect, it } from 'vitest'
import { Doorbells } from './doorbells.ts'
import { at, capabilities, FakeFunction } from './fake-function.fixture.ts'
import { Registers } from './registers.ts'

/** Queues whose `queue_notify_off` is twice their index; queue 7 is selected. */
function found(multiplier = 4) {
  const fake = new FakeFunction()
  fake.put(at.common + 22, 2, 7)
  fake.written = (offset, value) => {
    if (offset === at.common + 22) fake.put(at.common + 30, 2, 2 * value)
  }
  const places = { ...capabilities, notify: { ...capabilities.notify, multiplier, length: 16 } }
  return { fake, doorbells: new Doorbells(new Registers(fake, places), places) }
}

it('are where the device says, each its own, 16 or 32 bits wide and by either way', async () => {
  const { fake, doorbells } = found()
  await doorbells.ring(1, 2, 1, 'bar')
  await doorbells.ring(1, 4, 0x5_0001, 'bar')
  await doorbells.ring(0, 2, 0, 'window')
  const finding = (queue: number) => ['readw 0x16', `writew 0x16 0x${queue}`, 'readw 0x1e', 'writew 0x16 0x7']
  expect(fake.heard).toEqual([
    ...finding(1),
    ...['writew 0x3008 0x1', 'writel 0x3008 0x50001'],
    ...finding(0),
    ...['config writeb 0xa4 0x4', 'config writel 0xa8 0x3000', 'config writel 0xac 0x2', 'config writew 0xb0 0x0'],
  ])
})

it('must lie within their structure', async () => {
  const { doorbells } = found()
  await expect(doorbells.ring(2, 2, 2, 'bar')).rejects.toThrow('queue_notify_off of queue 2 lies outside')
  const { fake, doorbells: shared } = found(0)
  await shared.ring(2, 2, 2, 'bar')
  expect(fake.heard.at(-1)).toBe('writew 0x3000 0x2')
})
