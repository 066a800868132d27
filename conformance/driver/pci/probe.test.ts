import { expect, it } from 'vitest'
import { featuresNamed } from '../../../model/feature/table.ts'
import { common, device, isr, msix, notify, space } from './config-space.fixture.ts'
import { at, FakeFunction } from './fake-function.fixture.ts'
import { probePciConfig } from './probe.ts'

/** A function with this PCI Device ID and these features in its first window; its three queues have 64, 32 and 16 entries. */
function probed(id: number, features: number) {
  const fake = new FakeFunction()
  for (const [offset, byte] of space(common, isr, device, notify, msix).entries()) fake.put(offset, 1, byte, 'config')
  fake.put(2, 2, id, 'config')
  fake.put(at.common + 18, 2, 3)
  fake.written = (offset, value) => {
    if (offset === at.common) fake.put(at.common + 4, 4, value === 0 ? features : 0)
    if (offset === at.common + 22) fake.put(at.common + 24, 2, 64 >> value)
  }
  return probePciConfig(fake)
}

it('tells what the registers say', async () => {
  expect(await probed(0x1041, 1 << 17)).toEqual({
    deviceId: 1,
    offered: 1n << 17n,
    queueSizes: [64, 32, 16],
    shaping: featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']),
    vectors: 10,
    provokable: [1, 2],
    configLength: 24,
  })
})

it('knows transitional ids, and that there may be no control queue', async () => {
  expect(await probed(0x1000, 0)).toMatchObject({ deviceId: 1, provokable: [1] })
  expect(await probed(0x1042, 0)).toMatchObject({ deviceId: 2 })
})
