import { type FeatureSet, without } from '../model/kernel/bits.ts'
import { features as featuresOf } from './feature.ts'
import type { Device } from './index.ts'

/** A descriptor as a test writes it: 64-bit address (as two halves), length, flags, next. */
export interface Descriptor {
  readonly at: number
  readonly length: number
  readonly flags?: number
  readonly next?: number
  readonly high?: number
}

const NEXT = 1
const WRITE = 2

/**
 * A driver that writes rings by hand, byte by byte as the specification lays them out, and keeps no books: queue `q` has its
 * descriptor table at 0x1000·(q+1), its available ring 0x400 and its used ring 0x800 behind.
 */
export class HandDriver {
  readonly device: Device
  readonly size: number
  readonly position: number

  constructor(device: Device, { size = 8, position = 0 } = {}) {
    this.device = device
    this.size = size
    this.position = position
  }

  get view(): DataView {
    return this.device.memory.view
  }

  table = (queue: number): number => 0x1000 * (queue + 1)
  available = (queue: number): number => this.table(queue) + 0x400
  used = (queue: number): number => this.table(queue) + 0x800

  /** Negotiates, enables every queue and sets DRIVER_OK. */
  start(features: FeatureSet): this {
    this.negotiate(features)
    for (let queue = 0; this.device.maxQueueSize(queue) > 0; queue++) this.enable(queue)
    this.device.writeStatus(15)
    return this
  }

  /** ACKNOWLEDGE, DRIVER, features but packed rings, FEATURES_OK; what the status then reads. */
  negotiate(features: FeatureSet): number {
    this.device.writeStatus(0)
    this.device.writeStatus(1)
    this.device.writeStatus(3)
    this.device.writeFeatures(without(features, featuresOf('RING_PACKED')))
    this.device.writeStatus(11)
    return this.device.status()
  }

  enable(queue: number): string | undefined {
    this.view.setUint16(this.available(queue) + 2, this.position, true)
    this.view.setUint16(this.used(queue) + 2, this.position, true)
    return this.device.enable(queue, {
      size: this.size,
      descriptors: this.table(queue),
      driver: this.available(queue),
      device: this.used(queue),
      position: this.position,
    })
  }

  describe(queue: number, index: number, { at, length, flags = 0, next = 0, high = 0 }: Descriptor): void {
    const entry = this.table(queue) + 16 * index
    this.view.setUint32(entry, at, true)
    this.view.setUint32(entry + 4, high, true)
    this.view.setUint32(entry + 8, length, true)
    this.view.setUint16(entry + 12, flags, true)
    this.view.setUint16(entry + 14, next, true)
  }

  /** Puts a head into the next slot of the available ring, moves the index and notifies. */
  offer(queue: number, head: number): void {
    const ring = this.available(queue)
    const index = this.view.getUint16(ring + 2, true)
    this.view.setUint16(ring + 4 + 2 * (index % this.size), head, true)
    this.view.setUint16(ring + 2, index + 1, true)
    this.device.notify(queue)
  }

  /** Offers a chain of descriptors 0, 1, 2, … (or from `first` on), linked in order. */
  chain(queue: number, parts: readonly Descriptor[], first = 0): void {
    parts.forEach((part, index) => {
      const link = index < parts.length - 1 ? NEXT : 0
      this.describe(queue, first + index, { ...part, flags: (part.flags ?? 0) | link, next: first + index + 1 })
    })
    this.offer(queue, first)
  }

  /** Offers a receive buffer of descriptors of these lengths, one behind the other from `at` on. */
  buffer(queue: number, at: number, lengths: readonly number[], first = 0): void {
    let next = at
    const parts = lengths.map((length) => {
      const part = { at: next, length, flags: WRITE }
      next += length
      return part
    })
    this.chain(queue, parts, first)
  }

  /** Offers bytes to be read, cut into descriptors of these lengths, the rest in a last one. */
  send(queue: number, at: number, bytes: Uint8Array, cuts: readonly number[] = [], first = 0): void {
    this.device.memory.guest.set(bytes, at)
    const lengths = [...cuts, bytes.length - cuts.reduce((sum, cut) => sum + cut, 0)]
    let next = at
    const parts = lengths.map((length) => {
      const part = { at: next, length }
      next += length
      return part
    })
    this.chain(queue, parts, first)
  }

  /** Sends a command on the control queue and lets the device work; the acknowledgement, 0xee if there was none. */
  command(queue: number, bytes: Uint8Array): number {
    const at = 0x2_0000
    this.device.memory.guest.set(bytes, at)
    this.view.setUint8(at - 1, 0xee)
    this.chain(queue, [
      { at, length: bytes.length },
      { at: at - 1, length: 1, flags: WRITE },
    ])
    this.device.run(100)
    return this.view.getUint8(at - 1)
  }

  /** The used index. */
  usedIndex(queue: number): number {
    return this.view.getUint16(this.used(queue) + 2, true)
  }

  /** `id` and `len` of the used entry in a slot. */
  usedEntry(queue: number, slot: number): readonly [number, number] {
    const entry = this.used(queue) + 4 + 8 * slot
    return [this.view.getUint32(entry, true), this.view.getUint32(entry + 4, true)]
  }

  /** Guest bytes in hexadecimal. */
  hex(at: number, length: number): string {
    return Buffer.from(this.device.memory.guest.slice(at, at + length)).toString('hex')
  }
}
