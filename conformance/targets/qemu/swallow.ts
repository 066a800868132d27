import { featuresNamed } from '../../../model/feature/table.ts'
import { common, includes } from '../../../model/kernel/bits.ts'
import { TargetLost } from '../../../properties/target.ts'
import type { GuestMemory, MemoryDevice, QueuePlacement } from '../../driver/memory-device.ts'

const ACKNOWLEDGE = 1
const DRIVER = 2
const DRIVER_OK = 4
const FEATURES_OK = 8
const WANTED = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
const MQ = featuresNamed(['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])

/** Entries of each ring: small, since every pair has one. */
const size = 64
const ringBytes = 1024
const usedOffset = 256
const sinkBytes = 2048
const descriptorBytes = size * 16
const WRITE = 2
const NEXT = 1
const mostRounds = 10_000

/** Bytes of memory that `swallow` takes for so many queue pairs. */
export const swallowBytes = (pairs: number): number => sinkBytes + 2 * descriptorBytes + (pairs + 1) * ringBytes

/**
 * Takes in every frame that waits between wire and device, and leaves the device reset.
 *
 * QEMU keeps a frame for which it found no room over a reset, one a pair, and the tap those behind it. So a driver of the
 * plainest kind runs all pairs, gives every receive queue buffers that all lie in one place, and goes on until nothing comes.
 *
 * @param memory where its rings may lie: {@link swallowBytes} from `memory.base` on
 */
export async function swallow(device: MemoryDevice, memory: GuestMemory, pairs: number): Promise<void> {
  const rings = new SwallowRings(memory, pairs)
  const manyPairs = await negotiate(device)
  const receive = Array.from({ length: manyPairs ? pairs : 1 }, (_, pair) => pair * 2)
  await Promise.all(receive.map((queue) => device.enable(queue, rings.receive(queue / 2))))
  if (manyPairs) await device.enable(2 * pairs, rings.control())
  await device.writeStatus(ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK)
  if (manyPairs) {
    rings.askForAllPairs()
    await device.notify(2 * pairs)
  }
  for (let round = 0; rings.replenish(receive.length) || round === 0; round++) {
    if (round > mostRounds) throw new TargetLost('frames kept coming although nothing was sent')
    await Promise.all(receive.map((queue) => device.notify(queue)))
    await device.rest()
  }
  await device.reset()
}

async function negotiate(device: MemoryDevice): Promise<boolean> {
  const features = common(await device.offeredFeatures(), WANTED)
  await device.writeStatus(ACKNOWLEDGE | DRIVER)
  await device.writeFeatures(features)
  await device.writeStatus(ACKNOWLEDGE | DRIVER | FEATURES_OK)
  return includes(features, MQ)
}

/** Rings of size {@link size}. The receive queues share one descriptor table, all of whose buffers are the same bytes. */
class SwallowRings {
  readonly #memory: GuestMemory
  readonly #pairs: number
  readonly #table: number
  readonly #used: number[] = []

  constructor(memory: GuestMemory, pairs: number) {
    this.#memory = memory
    this.#pairs = pairs
    this.#table = memory.base + sinkBytes
    memory.write(memory.base, new Uint8Array(swallowBytes(pairs)))
    for (let slot = 0; slot < size; slot++) this.#describe(this.#table, slot, memory.base, sinkBytes, WRITE)
    const everySlot = Uint16Array.from({ length: size }, (_, slot) => slot)
    for (let pair = 0; pair < pairs; pair++)
      memory.write(this.receive(pair).driver + 4, new Uint8Array(everySlot.buffer))
  }

  receive(pair: number): QueuePlacement {
    return this.#ring(pair, this.#table)
  }

  control(): QueuePlacement {
    return this.#ring(this.#pairs, this.#table + descriptorBytes)
  }

  #ring(nth: number, descriptors: number): QueuePlacement {
    const driver = this.#table + 2 * descriptorBytes + nth * ringBytes
    return { size, descriptors, driver, device: driver + usedOffset }
  }

  #describe(table: number, slot: number, address: number, length: number, flags: number): void {
    const descriptor = new DataView(new ArrayBuffer(16))
    descriptor.setUint32(0, address, true)
    descriptor.setUint32(8, length, true)
    descriptor.setUint16(12, flags, true)
    descriptor.setUint16(14, slot + 1, true)
    this.#memory.write(table + slot * 16, new Uint8Array(descriptor.buffer))
  }

  /** VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET: class 4, command 0, the pairs; then a byte for the acknowledgement. */
  askForAllPairs(): void {
    const { descriptors, driver } = this.control()
    const command = this.#memory.base
    this.#memory.write(command, Uint8Array.of(4, 0, this.#pairs & 0xff, this.#pairs >> 8))
    this.#describe(descriptors, 0, command, 2, NEXT)
    this.#describe(descriptors, 1, command + 2, 2, NEXT)
    this.#describe(descriptors, 2, command + 4, 1, WRITE)
    this.#memory.write16(driver + 2, 1)
  }

  /** Makes every buffer available that the device has used; whether it used any since the last call. */
  replenish(pairs: number): boolean {
    let any = false
    for (let pair = 0; pair < pairs; pair++) {
      const { driver, device } = this.receive(pair)
      const used = this.#memory.read16(device + 2)
      any ||= used !== (this.#used[pair] ?? 0)
      this.#used[pair] = used
      this.#memory.write16(driver + 2, (used + size) & 0xffff)
    }
    return any
  }
}
