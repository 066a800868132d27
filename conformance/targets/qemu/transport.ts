import { asFeatureSet, type FeatureSet } from '../../../model/kernel/bits.ts'
import { TargetLost } from '../../../properties/target.ts'
import type { QueuePlacement } from '../../driver/memory-device.ts'
import type { PciFunction } from './pci.ts'
import type { BarRegion, VirtioCapabilities } from './pci-capability.ts'
import type { Qtest } from './qtest.ts'

/** Offsets in `struct virtio_pci_common_cfg`. @clause pci.common.def.1 */
const common = {
  device_feature_select: 0,
  device_feature: 4,
  driver_feature_select: 8,
  driver_feature: 12,
  config_msix_vector: 16,
  device_status: 20,
  config_generation: 21,
  queue_select: 22,
  queue_size: 24,
  queue_msix_vector: 26,
  queue_enable: 28,
  queue_notify_off: 30,
  queue_desc: 32,
  queue_driver: 40,
  queue_device: 48,
  queue_reset: 58,
} as const

/** Feature bits reach 70 and may reach 127: four words of 32. */
const featureWords = 4
const NO_VECTOR = 0xffff
const configurationVector = 0
const DRIVER_OK = 4
const resetLimit = 5000

/** The modern PCI transport of a virtio device, register by register. What can be pipelined is. */
export class VirtioPci {
  readonly #qtest: Qtest
  readonly #common: number
  readonly #config: { readonly address: number; readonly length: number }
  readonly #notify: { readonly address: number; readonly length: number; readonly multiplier: number }
  readonly #doorbells = new Map<number, number>()

  constructor(qtest: Qtest, { bars }: PciFunction, capabilities: VirtioCapabilities) {
    const at = ({ bar, offset }: BarRegion): number => {
      const start = bars[bar]
      if (start === undefined)
        throw new TargetLost(`a virtio structure lies in BAR ${bar}, which the function does not have`)
      return start + offset
    }
    this.#qtest = qtest
    this.#common = at(capabilities.common)
    this.#config = { address: at(capabilities.device), length: capabilities.device.length }
    this.#notify = { ...capabilities.notify, address: at(capabilities.notify) }
  }

  #read(field: keyof typeof common, bytes: 1 | 2 | 4): Promise<number> {
    return this.#qtest.read(this.#common + common[field], bytes)
  }

  #write(field: keyof typeof common, bytes: 1 | 2 | 4, value: number): Promise<void> {
    return this.#qtest.write(this.#common + common[field], bytes, value)
  }

  /** Writes 0 to `device_status` and waits until it reads 0. @clause pci.common.driver.5 */
  async reset(): Promise<void> {
    const [, first] = await Promise.all([this.writeStatus(0), this.status()])
    const start = Date.now()
    for (let status = first; status !== 0; status = await this.status()) {
      if (Date.now() - start > resetLimit) throw new TargetLost(`device_status stays ${status} after a reset`)
    }
  }

  status(): Promise<number> {
    return this.#read('device_status', 1)
  }

  /** Before the driver is ready, changes of the configuration get their vector: a reset takes it away. */
  async writeStatus(value: number): Promise<void> {
    if ((value & DRIVER_OK) !== 0) void this.#write('config_msix_vector', 2, configurationVector)
    await this.#write('device_status', 1, value)
  }

  configGeneration(): Promise<number> {
    return this.#read('config_generation', 1)
  }

  async offeredFeatures(): Promise<FeatureSet> {
    const words = await Promise.all(
      Array.from({ length: featureWords }, (_, word) => [
        this.#write('device_feature_select', 4, word).then(() => 0),
        this.#read('device_feature', 4),
      ]).flat(),
    )
    const features = words.filter((_, index) => index % 2 === 1)
    return asFeatureSet(features.reduceRight((set, word) => (set << 32n) | BigInt(word), 0n))
  }

  async writeFeatures(features: FeatureSet): Promise<void> {
    await Promise.all(
      Array.from({ length: featureWords }, (_, word) => [
        this.#write('driver_feature_select', 4, word),
        this.#write('driver_feature', 4, Number((features >> BigInt(word * 32)) & 0xffff_ffffn)),
      ]).flat(),
    )
  }

  /** Bytes of the device-specific configuration; the same accesses whatever `config_generation` says. */
  async readConfig(offset: number, length: number): Promise<Uint8Array> {
    const { address, length: all } = this.#config
    if (offset + length > all)
      throw new RangeError(`bytes ${offset} to ${offset + length} of a configuration of ${all}`)
    const places = Array.from({ length }, (_, index) => address + offset + index)
    return Uint8Array.from(await Promise.all(places.map((place) => this.#qtest.read(place, 1))))
  }

  async maxQueueSize(queue: number): Promise<number> {
    const [, size] = await Promise.all([this.#write('queue_select', 2, queue), this.#read('queue_size', 2)])
    return size
  }

  /** Sets up a queue with an interrupt vector and enables it. @clause core.init.driver.1 */
  async enable(queue: number, placement: QueuePlacement, vector: number): Promise<void> {
    const [, , , granted, offset] = await Promise.all([
      this.#write('queue_select', 2, queue),
      this.#write('queue_size', 2, placement.size),
      this.#write('queue_msix_vector', 2, vector),
      this.#read('queue_msix_vector', 2),
      this.#read('queue_notify_off', 2),
      ...this.#writeAddress('queue_desc', placement.descriptors),
      ...this.#writeAddress('queue_driver', placement.driver),
      ...this.#writeAddress('queue_device', placement.device),
      this.#write('queue_enable', 2, 1),
    ])
    if (granted === NO_VECTOR) throw new TargetLost(`the device has no interrupt vector ${vector} for queue ${queue}`)
    this.#doorbells.set(queue, this.#doorbellAt(offset))
  }

  /** Writes 1 to `queue_reset` and waits until it reads 0. @clause pci.common.driver.7 */
  async resetQueue(queue: number): Promise<void> {
    const [, , first] = await Promise.all([
      this.#write('queue_select', 2, queue),
      this.#write('queue_reset', 2, 1),
      this.#read('queue_reset', 2),
    ])
    const start = Date.now()
    for (let reset = first; reset !== 0; reset = await this.#read('queue_reset', 2)) {
      if (Date.now() - start > resetLimit) throw new TargetLost(`queue_reset of queue ${queue} stays ${reset}`)
    }
  }

  #writeAddress(field: 'queue_desc' | 'queue_driver' | 'queue_device', address: number): readonly Promise<void>[] {
    return [this.#write(field, 4, address), this.#qtest.write(this.#common + common[field] + 4, 4, 0)]
  }

  #doorbellAt(offset: number): number {
    const { address, length, multiplier } = this.#notify
    if (offset * multiplier + 2 > length) throw new TargetLost(`queue_notify_off ${offset} lies outside the structure`)
    return address + offset * multiplier
  }

  /** The available buffer notification: the queue's index, written where `queue_notify_off` says. */
  async notify(queue: number): Promise<void> {
    const known = this.#doorbells.get(queue)
    if (known !== undefined) return this.#qtest.write(known, 2, queue)
    const [, offset] = await Promise.all([this.#write('queue_select', 2, queue), this.#read('queue_notify_off', 2)])
    this.#doorbells.set(queue, this.#doorbellAt(offset))
    return this.#qtest.write(this.#doorbellAt(offset), 2, queue)
  }
}
