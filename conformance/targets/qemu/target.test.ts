import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { featuresNamed } from '../../../model/feature/table.ts'
import { common } from '../../../model/kernel/bits.ts'
import { TargetLost } from '../../../properties/target.ts'
import type { MemoryDevice } from '../../driver/memory-device.ts'
import { qemuAvailability } from './availability.ts'
import { defaultOptions } from './options.ts'
import { qemuVirtioNet } from './target.ts'

const found = await qemuAvailability(defaultOptions.qemu)
const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
const size = 64

/** Ring and buffers of the first receive queue. */
function placementIn(device: MemoryDevice) {
  const { base } = device.memory
  return { size, descriptors: base, driver: base + 0x1000, device: base + 0x2000 }
}

/** Negotiates and starts the first receive queue with this many buffers; returns how many it has used, to be asked again. */
async function receiving(device: MemoryDevice, buffers: number): Promise<() => number> {
  const { memory } = device
  await device.reset()
  await device.writeStatus(3)
  await device.writeFeatures(common(features, await device.offeredFeatures()))
  await device.writeStatus(11)
  memory.write(memory.base, new Uint8Array(0x3000))
  const placement = placementIn(device)
  for (let slot = 0; slot < buffers; slot++) {
    const descriptor = Buffer.alloc(16)
    descriptor.writeUInt32LE(memory.base + 0x4000 + slot * 2048, 0)
    descriptor.writeUInt32LE(2048, 8)
    descriptor.writeUInt16LE(2, 12)
    memory.write(placement.descriptors + slot * 16, descriptor)
    memory.write16(placement.driver + 4 + slot * 2, slot)
  }
  memory.write16(placement.driver + 2, buffers)
  await device.enable(0, placement)
  await device.writeStatus(15)
  await device.notify(0)
  return () => memory.read16(placement.device + 2)
}

function frame(nth: number): Uint8Array {
  const bytes = new Uint8Array(60)
  bytes.set([0x52, 0x54, 0, 0x12, 0x34, 0x56, 2, 0, 0, 0, 0, 1, 0x88, 0xb5, nth])
  return bytes
}

it('says what to install where there is no QEMU', async () => {
  const target = qemuVirtioNet({ qemu: 'no-such-qemu' })
  await expect(target).rejects.toBeInstanceOf(TargetLost)
  await expect(target).rejects.toThrow('apt-get install --no-install-recommends qemu-system-x86')
})

describe.runIf(found.available).each([[1], [4]])('a real QEMU with %i pairs', async (pairs) => {
  const target = found.available ? await qemuVirtioNet({ pairs, limit: 20_000 }) : undefined
  afterAll(() => target?.dispose?.())
  const open = async (): Promise<MemoryDevice> => {
    if (target === undefined) throw new Error('no QEMU')
    return target.open()
  }

  it('receives a frame, once, and interrupts for it', async () => {
    const device = await open()
    const used = await receiving(device, 4)
    expect(await device.inject(frame(7))).toBe(true)
    await device.rest()
    expect(used()).toBe(1)
    expect([...device.memory.read(device.memory.base + 0x4000 + 12, 15)]).toEqual([...frame(7).subarray(0, 15)])
    expect(device.takeInterrupts()).toEqual([0])
    await device.close()
  })

  it('keeps nothing over a drain, and may be closed twice', async () => {
    const device = await open()
    await receiving(device, 0)
    for (let nth = 0; nth < 200; nth++) await device.inject(frame(nth))
    await device.rest()
    await device.drain()
    expect(await device.status()).toBe(0)
    const used = await receiving(device, size)
    await device.rest()
    expect(used()).toBe(0)
    await device.inject(frame(1))
    await device.rest()
    expect(used()).toBe(1)
    await device.close()
    await device.close()
  })

  it('shows that the link went down and came back, and says so each time', async () => {
    const device = await open()
    await receiving(device, 1)
    const look = async () => [
      ...(await device.readConfig(6, 1)),
      await device.configGeneration?.(),
      device.takeConfigurationChange?.(),
    ]
    const [up, before, quiet] = await look()
    expect([up, quiet]).toEqual([1, false])
    await device.setLink?.(false)
    const [down, between, told] = await look()
    expect([down, told]).toEqual([0, true])
    expect(between).not.toBe(before)
    await device.setLink?.(true)
    expect((await look())[0]).toBe(1)
    await device.close()
  })

  it('reports that QEMU was killed, leaves nothing behind and opens again', async () => {
    const device = await open()
    const [child] = childrenOfThis()
    if (child === undefined) throw new Error('QEMU is no child of this process')
    process.kill(child, 'SIGABRT')
    await expect(device.rest()).rejects.toMatchObject({ how: 'dies', message: 'QEMU ended: signal SIGABRT' })
    await device.close()
    expect(existsSync(`/proc/${child}`)).toBe(false)
    const again = await open()
    expect(await again.status()).toBe(0)
    await again.close()
    expect(childrenOfThis()).toEqual([])
  })
})

/** QEMUs that are children of this process, living or not yet taken leave of. */
function childrenOfThis(): readonly number[] {
  const threads = readdirSync('/proc/self/task')
  const children = threads.flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' '))
  return children
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('qemu'))
    .map(Number)
}
