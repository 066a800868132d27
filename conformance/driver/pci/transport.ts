import { asFeatureSet, type FeatureSet } from '../../../model/kernel/bits.ts'
import { noVector } from '../../../model/wire/pci-common-config.ts'
import { TargetLost } from '../../../properties/target.ts'
import type { QueuePlacement } from '../memory-device.ts'
import type { VirtioCapabilities } from './capability.ts'
import type { PciFunction } from './pci-function.ts'
import { Registers } from './registers.ts'

/** Feature bits reach 70 and may reach 127: four words of 32. */
const featureWords = 4
const configurationVector = 0
const DRIVER_OK = 4
const resetLimit = 5000

/** The modern PCI transport of a virtio device. What can be done in one go is. */
export class VirtioPci {
  readonly #pci: PciFunction
  readonly #registers: Registers
  readonly #at: VirtioCapabilities
  readonly #doorbells = new Map<number, number>()

  constructor(pci: PciFunction, capabilities: VirtioCapabilities) {
    this.#pci = pci
    this.#registers = new Registers(pci, capabilities)
    this.#at = capabilities
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
    return this.#registers.read('device_status')
  }

  /** Before the driver is ready, changes of the configuration get their vector: a reset takes it away. */
  async writeStatus(value: number): Promise<void> {
    const ready = (value & DRIVER_OK) !== 0
    const vector = ready ? [this.#registers.write('config_msix_vector', configurationVector)] : []
    await Promise.all([...vector, this.#registers.write('device_status', value)])
  }

  configGeneration(): Promise<number> {
    return this.#registers.read('config_generation')
  }

  async offeredFeatures(): Promise<FeatureSet> {
    const words = await Promise.all(
      Array.from({ length: featureWords }, (_, word) => [
        this.#registers.write('device_feature_select', word).then(() => 0),
        this.#registers.read('device_feature'),
      ]).flat(),
    )
    const features = words.filter((_, index) => index % 2 === 1)
    return asFeatureSet(features.reduceRight((set, word) => (set << 32n) | BigInt(word), 0n))
  }

  async writeFeatures(features: FeatureSet): Promise<void> {
    await Promise.all(
      Array.from({ length: featureWords }, (_, word) => [
        this.#registers.write('driver_feature_select', word),
        this.#registers.write('driver_feature', Number((features >> BigInt(word * 32)) & 0xffff_ffffn)),
      ]).flat(),
    )
  }

  /** Bytes of the device-specific configuration; the same accesses whatever `config_generation` says. */
  async readConfig(offset: number, length: number): Promise<Uint8Array> {
    const { bar, offset: start, length: all } = this.#at.device
    if (offset + length > all)
      throw new RangeError(`bytes ${offset} to ${offset + length} of a configuration of ${all}`)
    const places = Array.from({ length }, (_, index) => start + offset + index)
    return Uint8Array.from(await Promise.all(places.map((place) => this.#pci.barRead(bar, place, 1))))
  }

  /** Writes bytes of the device-specific configuration, each by itself. */
  async writeConfig(offset: number, bytes: Uint8Array): Promise<void> {
    const { bar, offset: start } = this.#at.device
    await Promise.all([...bytes].map((byte, index) => this.#pci.barWrite(bar, start + offset + index, 1, byte)))
  }

  async maxQueueSize(queue: number): Promise<number> {
    const [, size] = await Promise.all([
      this.#registers.write('queue_select', queue),
      this.#registers.read('queue_size'),
    ])
    return size
  }

  /** Sets up a queue with an interrupt vector and enables it. @clause core.init.driver.1 */
  async enable(queue: number, placement: QueuePlacement, vector: number): Promise<void> {
    const [, , , granted, offset] = await Promise.all([
      this.#registers.write('queue_select', queue),
      this.#registers.write('queue_size', placement.size),
      this.#registers.write('queue_msix_vector', vector),
      this.#registers.read('queue_msix_vector'),
      this.#registers.read('queue_notify_off'),
      ...this.#writeAddress('queue_desc', placement.descriptors),
      ...this.#writeAddress('queue_driver', placement.driver),
      ...this.#writeAddress('queue_device', placement.device),
      this.#registers.write('queue_enable', 1),
    ])
    if (granted === noVector) throw new TargetLost(`the device has no interrupt vector ${vector} for queue ${queue}`)
    this.#doorbells.set(queue, this.#doorbellAt(offset))
  }

  /** Writes 1 to `queue_reset` and waits until it reads 0. @clause pci.common.driver.7 */
  async resetQueue(queue: number): Promise<void> {
    const [, , first] = await Promise.all([
      this.#registers.write('queue_select', queue),
      this.#registers.write('queue_reset', 1),
      this.#registers.read('queue_reset'),
    ])
    const start = Date.now()
    for (let reset = first; reset !== 0; reset = await this.#registers.read('queue_reset')) {
      if (Date.now() - start > resetLimit) throw new TargetLost(`queue_reset of queue ${queue} stays ${reset}`)
    }
  }

  #writeAddress(area: 'queue_desc' | 'queue_driver' | 'queue_device', address: number): readonly Promise<void>[] {
    return [this.#registers.write(`${area}.low`, address), this.#registers.write(`${area}.high`, 0)]
  }

  #doorbellAt(offset: number): number {
    const { offset: start, length, multiplier } = this.#at.notify
    if (offset * multiplier + 2 > length) throw new TargetLost(`queue_notify_off ${offset} lies outside the structure`)
    return start + offset * multiplier
  }

  /** The available buffer notification: the queue's index, written where `queue_notify_off` says. */
  async notify(queue: number): Promise<void> {
    const known = this.#doorbells.get(queue)
    if (known !== undefined) return this.#ring(known, queue)
    const [, offset] = await Promise.all([
      this.#registers.write('queue_select', queue),
      this.#registers.read('queue_notify_off'),
    ])
    this.#doorbells.set(queue, this.#doorbellAt(offset))
    return this.#ring(this.#doorbellAt(offset), queue)
  }

  #ring(doorbell: number, queue: number): Promise<void> {
    return this.#pci.barWrite(this.#at.notify.bar, doorbell, 2, queue)
  }
}
