import { type FeatureSet, without } from '../../model/kernel/bits.ts'
import { features as featuresOf } from '../feature.ts'
import type { Width } from './config-space.ts'
import { openPci, type PciDevice, type PciOptions } from './index.ts'

/** A message as it went out: 64-bit address in two halves, and its data. */
export type Message = readonly [low: number, high: number, data: number]

/** Offsets and widths of `struct virtio_pci_common_cfg`, from the standard. */
export const common: Readonly<Record<string, readonly [number, Width]>> = {
  device_feature_select: [0, 4],
  device_feature: [4, 4],
  driver_feature_select: [8, 4],
  driver_feature: [12, 4],
  config_msix_vector: [16, 2],
  num_queues: [18, 2],
  device_status: [20, 1],
  config_generation: [21, 1],
  queue_select: [22, 2],
  queue_size: [24, 2],
  queue_msix_vector: [26, 2],
  queue_enable: [28, 2],
  queue_notify_off: [30, 2],
  queue_desc: [32, 4],
  queue_driver: [40, 4],
  queue_device: [48, 4],
  queue_reset: [58, 2],
}

const ISR = 0x1000
const NOTIFY = 0x3000
const MSIX = 0x40

/** A driver that writes registers by hand. */
export class PciHand {
  readonly function: PciDevice
  readonly messages: Message[] = []

  constructor(options: Partial<PciOptions> = {}) {
    const message = (...parts: Message): void => void this.messages.push(parts)
    this.function = openPci({ memorySize: 0x4_0000, maxPairs: 2, message, ...options })
    this.function.configWrite(4, 2, 0x6)
  }

  get(name: string): number {
    const [offset, width] = common[name] ?? [0, 4]
    return this.function.barRead(0, offset, width)
  }

  set(name: string, value: number): void {
    const [offset, width] = common[name] ?? [0, 4]
    this.function.barWrite(0, offset, width, value)
  }

  isr(): number {
    return this.function.barRead(0, ISR, 1)
  }

  kick(queue: number): void {
    this.function.barWrite(0, NOTIFY + 4 * queue, 2, queue)
  }

  /** Writes features in two windows, and says how the status reads after FEATURES_OK. */
  negotiate(wanted: FeatureSet): number {
    const features = without(wanted, featuresOf('RING_PACKED')) // it writes split rings by hand
    this.set('device_status', 0)
    this.set('device_status', 3)
    for (const window of [0, 1]) {
      this.set('driver_feature_select', window)
      this.set('driver_feature', Number((features >> BigInt(32 * window)) & 0xffff_ffffn))
    }
    this.set('device_status', 11)
    return this.get('device_status')
  }

  /** Sets a queue up with 8 entries at 0x1000·(queue+1): table, available ring 0x400 and used ring 0x800 behind. */
  enable(queue: number): void {
    this.set('queue_select', queue)
    this.set('queue_size', 8)
    const at = 0x1000 * (queue + 1)
    this.set('queue_desc', at)
    this.set('queue_driver', at + 0x400)
    this.set('queue_device', at + 0x800)
    this.set('queue_enable', 1)
  }

  /** Makes one descriptor available in slot 0, 64 zero bytes to be sent, and tells the device, which then runs. */
  send(queue: number): void {
    const { view } = this.function.device.memory
    const at = 0x1000 * (queue + 1)
    view.setUint32(at, 0x3_0000, true)
    view.setUint32(at + 8, 84, true)
    view.setUint16(at + 0x402, view.getUint16(at + 0x402, true) + 1, true)
    this.kick(queue)
    this.function.run(9)
  }

  /** Leads each vector to 0xfee0'0000 + vector with data 0x40 + vector, unmasked; then turns MSI-X on. */
  useMsix(vectors: number): void {
    for (let vector = 0; vector < vectors; vector++) {
      const words = [0xfee0_0000 + 4 * vector, 0, 0x40 + vector, 0]
      for (const [index, word] of words.entries()) this.function.barWrite(2, 16 * vector + 4 * index, 4, word)
    }
    this.function.configWrite(MSIX + 2, 2, 0x8000)
  }
}

/** The message of a vector that {@link PciHand.useMsix} set up. */
export const messageOf = (vector: number): Message => [0xfee0_0000 + 4 * vector, 0, 0x40 + vector]
