import { TargetLost } from '../../../properties/target.ts'
import { barSize } from '../../driver/pci/bar.ts'
import { barAt, barCount, header } from '../../driver/pci/header.ts'
import type { Qtest } from './qtest.ts'

/** Where the machine's enhanced configuration space is put: 4096 bytes a function. */
const ecamBase = 0xb000_0000
/** Q35 host bridge registers, reached by the old ports: PCIEXBAR, 256 MiB, enabled by bit 0. */
const CONFIG_ADDRESS = 0xcf8
const CONFIG_DATA = 0xcfc
const pciExBar = 0x8000_0060

/** Where BARs are put: above the enhanced configuration space, below the interrupt controllers. */
const barArea = { start: 0xc000_0000, end: 0xfe00_0000 }

/** A function on the PCI bus, its BARs assigned. */
export interface PlacedFunction {
  readonly config: ConfigSpace
  /** The physical address of each BAR; `undefined` where there is none. */
  readonly bars: readonly (number | undefined)[]
}

/** Configuration space of one function. */
export class ConfigSpace {
  readonly #qtest: Qtest
  readonly #address: number

  constructor(qtest: Qtest, device: number) {
    this.#qtest = qtest
    this.#address = ecamBase + device * 8 * 4096
  }

  read(offset: number, bytes: 1 | 2 | 4): Promise<number> {
    return this.#qtest.read(this.#address + offset, bytes)
  }

  write(offset: number, bytes: 1 | 2 | 4, value: number): Promise<void> {
    return this.#qtest.write(this.#address + offset, bytes, value)
  }
}

/** Makes the machine's enhanced configuration space visible. */
export async function enableEcam(qtest: Qtest): Promise<void> {
  const out = (register: number, value: number): Promise<unknown>[] => [
    qtest.command(`outl ${CONFIG_ADDRESS} ${register}`),
    qtest.command(`outl ${CONFIG_DATA} ${value}`),
  ]
  await Promise.all([...out(pciExBar + 4, 0), ...out(pciExBar, ecamBase + 1)])
}

/** Finds the function with this vendor id and one of these device ids on bus 0, and assigns its BARs. */
export async function findFunction(qtest: Qtest, vendor: number, devices: readonly number[]): Promise<PlacedFunction> {
  const slots = Array.from({ length: 32 }, (_, slot) => new ConfigSpace(qtest, slot))
  const ids = await Promise.all(slots.map((slot) => slot.read(header.vendor, 4)))
  const wanted = devices.map((device) => vendor + device * 0x1_0000)
  const config = slots[ids.findIndex((id) => wanted.includes(id))]
  if (config === undefined) {
    const hex = [vendor, ...devices].map((id) => id.toString(16).padStart(4, '0'))
    throw new TargetLost(`there is no function ${hex[0]}:${hex.slice(1).join(' or ')} on the PCI bus of this machine`)
  }
  return { config, bars: await assignBars(config) }
}

async function assignBars(config: ConfigSpace): Promise<readonly (number | undefined)[]> {
  const bars: (number | undefined)[] = []
  let free = barArea.start
  for (let bar = 0; bar < barCount; bar++) {
    const offset = barAt(bar)
    await config.write(offset, 4, 0xffff_ffff)
    const { space, size, wide } = barSize(await config.read(offset, 4))
    if (size === 0 || space === 'io') {
      bars.push(undefined)
      continue
    }
    const address = Math.ceil(free / size) * size
    free = address + size
    if (free > barArea.end)
      throw new TargetLost(`BAR ${bar} of ${size} bytes does not fit below the interrupt controllers`)
    await config.write(offset, 4, address)
    bars.push(address)
    if (!wide) continue
    await config.write(offset + 4, 4, 0)
    bars.push(undefined)
    bar++
  }
  return bars
}
