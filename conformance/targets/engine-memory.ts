import type { Memory } from '../../engine/index.ts'
import type { GuestMemory } from '../driver/memory-device.ts'

/** The engine's guest memory as the driver sees it: all of it, or a window of `size` bytes from `base` on. */
export function engineMemory(
  { guest, guestView: view, halves, ...all }: Memory,
  base = 0,
  size = all.size - base,
): GuestMemory {
  const check = (address: number, length: number): void => {
    if (address >= base && length >= 0 && address + length <= base + size) return
    throw new RangeError(`guest memory has ${size} bytes, not ${length} at ${address - base}`)
  }
  return {
    base,
    size,
    read(address, length) {
      check(address, length)
      return guest.slice(address, address + length)
    },
    readInto(address, target) {
      check(address, target.length)
      target.set(guest.subarray(address, address + target.length))
    },
    write(address, data) {
      check(address, data.length)
      guest.set(data, address)
    },
    read16(address) {
      check(address, 2)
      return view.getUint16(address, true)
    },
    read32(address) {
      check(address, 4)
      return view.getUint32(address, true)
    },
    write16(address, value) {
      check(address, 2)
      if (address % 2 !== 0) throw new RangeError(`16 bits are stored at once at even addresses, not at ${address}`)
      Atomics.store(halves, address / 2, value)
    },
  }
}
