/**
 * The byte that stands at an address before the device may write there.
 *
 * It depends on the address, so that bytes copied from elsewhere are seen to have moved, and is at least 0x80, so that it is
 * neither VIRTIO_NET_OK nor VIRTIO_NET_ERR nor what a zeroed buffer holds.
 */
export function poisonAt(address: number): number {
  const mixed = Math.imul(address + 1, 0x9e37_79b1)
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85eb_ca6b) >>> 24) | 0x80
}

/** Poisons all of `target`, whose first byte stands at `address`. */
export function poison(target: Uint8Array, address: number): void {
  for (let at = 0; at < target.length; at++) target[at] = poisonAt(address + at)
}
