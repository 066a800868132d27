type Place = readonly [kind: number, bar: number, offset: number, length: number]

/** Configuration space with these capabilities, each a list of bytes from its id on; the pointers are filled in. */
export function space(...capabilities: readonly (readonly number[])[]): Uint8Array {
  const config = new Uint8Array(256)
  config[6] = 0x10
  let pointer = 0x34
  let position = 0x40
  for (const bytes of capabilities) {
    config[pointer] = position
    config.set(bytes, position)
    pointer = position + 1
    position += 24
  }
  return config
}

/** 32 bits, little-endian. */
export const le32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)

/** `struct virtio_pci_cap` and what follows it. */
export const virtio = ([kind, bar, offset, length]: Place, ...more: number[]): number[] => [
  ...[9, 0, 16 + more.length, kind, bar, 0, 0, 0],
  ...le32(offset),
  ...le32(length),
  ...more,
]

export const common = virtio([1, 4, 0, 0x1000])
export const isr = virtio([3, 4, 0x1000, 0x1000])
export const device = virtio([4, 4, 0x2000, 0x1000])
export const notify = virtio([2, 4, 0x3000, 0x2000], ...le32(4))
export const window = virtio([5, 0, 0, 0], ...le32(0))
export const msix = [0x11, 0, 0x09, 0x80, ...le32(0x1001), ...le32(0x1801)]
