import type { PciFunction } from './pci-function.ts'

/** Bytes of configuration space that hold header and capabilities. */
export const configBytes = 256

/** Offsets of a configuration header of type 0. */
export const header = { vendor: 0, device: 2, command: 4, status: 6, bars: 16, capabilities: 52 } as const

/** Bits of `command`: memory accesses, bus mastering, no INTx. */
export const command = { MEMORY: 0x2, MASTER: 0x4, INTX_DISABLE: 0x400 } as const

/** How many base address registers a header of type 0 has. */
export const barCount = 6

/** The offset of a base address register. */
export const barAt = (bar: number): number => header.bars + 4 * bar

/** Header and capabilities as bytes. */
export async function readConfigSpace(pci: Pick<PciFunction, 'configRead'>): Promise<Uint8Array> {
  const words = await Promise.all(Array.from({ length: configBytes / 4 }, (_, word) => pci.configRead(word * 4, 4)))
  return new Uint8Array(Uint32Array.from(words).buffer)
}
