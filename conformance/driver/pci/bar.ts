import type { PciBar } from '../../../model/transport/pci/action.ts'
import { barAt, barCount, header } from './header.ts'
import type { PciFunction } from './pci-function.ts'

/** What a BAR said about itself after all ones were written to it. */
export interface BarSize {
  readonly space: 'memory' | 'io'
  /** Bytes; 0 where there is none. */
  readonly size: number
  /** Whether the next register is its upper half. */
  readonly wide: boolean
}

/** What a BAR is, from what its register reads back after all ones were written to it. A BAR of 4 GiB and more is taken for none. */
export function barSize(readBack: number): BarSize {
  const isIo = (readBack & 1) === 1
  const size = readBack === 0 ? 0 : -(readBack & (isIo ? ~0x3 : ~0xf)) >>> 0
  return { space: isIo ? 'io' : 'memory', size, wide: !isIo && (readBack & 0x6) === 0x4 }
}

type ConfigAccess = Pick<PciFunction, 'configRead' | 'configWrite'>

/** Sizes every BAR as a driver does: decoding is off meanwhile, and each register gets back what stood in it. */
export async function sizeBars(pci: ConfigAccess): Promise<readonly PciBar[]> {
  const command = await pci.configRead(header.command, 2)
  await pci.configWrite(header.command, 2, command & ~3)
  const bars: PciBar[] = []
  for (let bar = 0; bar < barCount; bar++) {
    const { size, space, wide } = barSize(await probe(pci, bar))
    if (size !== 0) bars.push({ bar, space, size })
    if (wide) bar++
  }
  await pci.configWrite(header.command, 2, command)
  return bars
}

async function probe(pci: ConfigAccess, bar: number): Promise<number> {
  const stood = await pci.configRead(barAt(bar), 4)
  await pci.configWrite(barAt(bar), 4, 0xffff_ffff)
  const readBack = await pci.configRead(barAt(bar), 4)
  await pci.configWrite(barAt(bar), 4, stood)
  return readBack
}
