import { type CapabilitySizes, writeCapabilities } from './capability.ts'
import { headerAt, pciStatus, writeHeader } from './header.ts'
import type { Msix } from './msix.ts'
import { capabilityAt, msixBarSize, structureBarSize } from './place.ts'
import { type BarAccess, createWindow, windowData } from './window.ts'

/** Bytes of configuration space. */
export const configSpaceLength = 256

/** Widths that registers are accessed with, in bytes. */
export type Width = 1 | 2 | 4

/**
 * The configuration space of the function. Why it is fast: it is 256 bytes and a mask of what can be written; only Status,
 * Message Control and the window are computed, and only when an access touches them.
 */
export interface PciConfigSpace {
  /** Reads 1, 2 or 4 bytes at a multiple of their number; all ones beyond the space. */
  read(offset: number, width: Width): number
  write(offset: number, width: Width, value: number): void
  /** Whether these bits of Command are set. */
  commands(bits: number): boolean
}

/** What a configuration space is made of. */
export interface ConfigSpaceParts extends CapabilitySizes {
  readonly msix: Msix
  readonly bar: BarAccess
  /** Whether the ISR status is what INTx follows, and set. */
  readonly isPending: () => boolean
}

/** The configuration space after power-on. */
export function createPciConfigSpace({ msix, bar, isPending, ...sizes }: ConfigSpaceParts): PciConfigSpace {
  const bytes = new Uint8Array(configSpaceLength)
  const writable = new Uint8Array(configSpaceLength)
  const view = new DataView(bytes.buffer)
  const mask = new DataView(writable.buffer)
  const structures = structureBarSize(sizes.queues)
  writeHeader(view, mask, { structures, msix: msixBarSize(sizes.vectors) })
  writeCapabilities(view, sizes)
  const window = createWindow(view, mask, structures, bar)
  const messageControl = capabilityAt.msix + 2

  const touches = (offset: number, width: number, at: number, length: number): boolean =>
    offset < at + length && at < offset + width

  function readBytes(offset: number, width: Width): number {
    if (width === 1) return view.getUint8(offset)
    return width === 2 ? view.getUint16(offset, true) : view.getUint32(offset, true)
  }

  function refresh(offset: number, width: Width): void {
    if (touches(offset, width, headerAt.status, 1)) {
      bytes[headerAt.status] = pciStatus.CAPABILITIES | (isPending() ? pciStatus.INTERRUPT : 0)
    } else if (touches(offset, width, windowData, 4)) window.load()
  }

  return {
    read(offset, width) {
      if (offset < 0 || offset + width > configSpaceLength) return 2 ** (8 * width) - 1
      refresh(offset, width)
      return readBytes(offset, width)
    },
    write(offset, width, value) {
      if (offset < 0 || offset + width > configSpaceLength) return
      for (let index = 0; index < width; index++) {
        const can = writable[offset + index] as number
        const was = bytes[offset + index] as number
        bytes[offset + index] = (was & ~can) | ((value >>> (8 * index)) & can)
      }
      if (touches(offset, width, messageControl + 1, 1)) {
        msix.writeControl(((value >>> (8 * (messageControl + 1 - offset))) & 0xff) << 8)
        view.setUint16(messageControl, msix.control(), true)
      }
      if (touches(offset, width, windowData, 4)) window.store()
    },
    commands: (bits) => (view.getUint16(headerAt.command, true) & bits) === bits,
  }
}
