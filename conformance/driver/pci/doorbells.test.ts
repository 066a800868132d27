import { expect, it } from 'vitest'
import { Doorbells } from './doorbells.ts'
import { at, capabilities, FakeFunction } from './fake-function.fixture.ts'
import { Registers } from './registers.ts'

/** Three queues whose `queue_notify_off` is twice their index. */
async function found(multiplier = 4) {
  const fake = new FakeFunction()
  fake.put(at.common + 18, 2, 3)
  fake.written = (offset, value) => {
    if (offset === at.common + 22) fake.put(at.common + 30, 2, 2 * value)
  }
  const places = { ...capabilities, notify: { ...capabilities.notify, multiplier, length: 16 } }
  const doorbells = await Doorbells.find(new Registers(fake, places), places)
  fake.heard.length = 0
  return { fake, doorbells }
}

it('are where the device says, each its own, 16 or 32 bits wide and by either way', async () => {
  const { fake, doorbells } = await found()
  await doorbells.ring(1, 2, 1, 'bar')
  await doorbells.ring(1, 4, 0x5_0001, 'bar')
  await doorbells.ring(0, 2, 0, 'window')
  expect(fake.heard).toEqual([
    'writew 0x3008 0x1',
    'writel 0x3008 0x50001',
    ...['config writeb 0xa4 0x4', 'config writel 0xa8 0x3000', 'config writel 0xac 0x2', 'config writew 0xb0 0x0'],
  ])
})

it('must lie within their structure', async () => {
  const { doorbells } = await found()
  await expect(doorbells.ring(2, 2, 2, 'bar')).rejects.toThrow('queue_notify_off of queue 2 lies outside')
  const { fake, doorbells: shared } = await found(0)
  await shared.ring(2, 2, 2, 'bar')
  expect(fake.heard).toEqual(['writew 0x3000 0x2'])
})
