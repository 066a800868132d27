import { readSync, writeSync } from 'node:fs'
import type { GuestMemory } from '../../driver/memory-device.ts'

/** Guest memory behind a file that QEMU has mapped shared: physical address and offset in the file are the same. */
export class FileMemory implements GuestMemory {
  readonly base: number
  readonly size: number
  readonly #file: number
  readonly #small = Buffer.alloc(4)

  /** The window of `size` bytes from `base` on. */
  constructor(file: number, base: number, size: number) {
    this.#file = file
    this.base = base
    this.size = size
  }

  read(address: number, length: number): Uint8Array {
    const data = new Uint8Array(length)
    this.readInto(address, data)
    return data
  }

  readInto(address: number, target: Uint8Array): void {
    const { length } = target
    this.#check(address, length)
    if (readSync(this.#file, target, 0, length, address) !== length) {
      throw new Error('fault: guest memory ends too soon')
    }
  }

  write(address: number, data: Uint8Array): void {
    this.#check(address, data.length)
    writeSync(this.#file, data, 0, data.length, address)
  }

  read16(address: number): number {
    this.#check(address, 2)
    readSync(this.#file, this.#small, 0, 2, address)
    return this.#small.readUInt16LE(0)
  }

  read32(address: number): number {
    this.#check(address, 4)
    readSync(this.#file, this.#small, 0, 4, address)
    return this.#small.readUInt32LE(0)
  }

  /** One write(2) of an aligned halfword: the kernel copies it at once, and after the writes before it. */
  write16(address: number, value: number): void {
    this.#check(address, 2)
    this.#small.writeUInt16LE(value, 0)
    writeSync(this.#file, this.#small, 0, 2, address)
  }

  #check(address: number, length: number): void {
    if (address >= this.base && address + length <= this.base + this.size) return
    const hex = (value: number): string => `0x${value.toString(16)}`
    throw new RangeError(
      `${length} bytes at ${hex(address)}: guest memory is ${hex(this.base)} to ${hex(this.base + this.size)}`,
    )
  }
}
