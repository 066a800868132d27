import { FakeMemory } from '../fake-device.fixture.ts'
import type { GuestMemory } from '../memory-device.ts'
import type { VirtioCapabilities } from './capability.ts'
import type { Backlog, LeftBehind, PciFunction, Width } from './pci-function.ts'

/** Where the fake function's structures lie in its BAR 4. */
export const at = { common: 0, isr: 0x1000, config: 0x2000, notify: 0x3000 }

const region = (offset: number, length: number) => ({ bar: 4, offset, length })

/** Capabilities that say so; two values of `queue_notify_off` lie 4 bytes apart, and the MSI-X table is BAR 1. */
export const capabilities: VirtioCapabilities = {
  common: region(at.common, 64),
  isr: region(at.isr, 4),
  device: region(at.config, 24),
  notify: { ...region(at.notify, 64), multiplier: 4 },
  window: 0xa0,
  msix: { position: 0x98, vectors: 10, table: { bar: 1, offset: 0 } },
}

const letter = { 1: 'b', 2: 'w', 4: 'l' } as const
const hex = (value: number): string => `0x${value.toString(16)}`

/** Registers that only keep what is written: no device. Everything that is asked of it stands in `heard`. */
export class FakeFunction implements PciFunction {
  readonly memory: FakeMemory
  readonly ram: FakeMemory
  readonly landing: GuestMemory
  /** Accesses to BAR 4 as `writew 0x16 0x3`, those elsewhere with a word in front: `config writew 0x9a 0x8000`. */
  readonly heard: string[] = []
  readonly rests: Backlog[] = []
  readonly drains: LeftBehind[] = []
  /** Bytes by place, `4:20` or `config:154`. */
  readonly bytes = new Map<string, number>()
  /** Called after each write to BAR 4. */
  written: (offset: number, value: number) => void = () => {}
  /** Called before each read of BAR 4. */
  reading: (offset: number) => void = () => {}
  takesFrames = true
  sent: Uint8Array[] = []
  closed = 0

  constructor(size = 1 << 18) {
    this.ram = new FakeMemory(size)
    this.memory = this.ram
    this.landing = new FakeMemory(4096, 0x10_0000)
  }

  put(offset: number, bytes: number, value: number, where: string | number = 4): void {
    for (let byte = 0; byte < bytes; byte++) {
      this.bytes.set(`${where}:${offset + byte}`, Math.floor(value / 256 ** byte) & 0xff)
    }
  }

  get(offset: number, bytes: number, where: string | number = 4): number {
    let value = 0
    for (let byte = bytes - 1; byte >= 0; byte--)
      value = value * 256 + (this.bytes.get(`${where}:${offset + byte}`) ?? 0)
    return value
  }

  async configRead(offset: number, width: Width): Promise<number> {
    this.heard.push(`config read${letter[width]} ${hex(offset)}`)
    return this.get(offset, width, 'config')
  }
  async configWrite(offset: number, width: Width, value: number): Promise<void> {
    this.heard.push(`config write${letter[width]} ${hex(offset)} ${hex(value)}`)
    this.put(offset, width, value, 'config')
  }
  async barRead(bar: number, offset: number, width: Width): Promise<number> {
    this.heard.push(`${bar === 4 ? '' : `${bar} `}read${letter[width]} ${hex(offset)}`)
    if (bar === 4) this.reading(offset)
    return this.get(offset, width, bar)
  }
  async barWrite(bar: number, offset: number, width: Width, value: number): Promise<void> {
    this.heard.push(`${bar === 4 ? '' : `${bar} `}write${letter[width]} ${hex(offset)} ${hex(value)}`)
    this.put(offset, width, value, bar)
    if (bar === 4) this.written(offset, value)
  }
  async setLink(up: boolean): Promise<void> {
    this.heard.push(`link ${up ? 'up' : 'down'}`)
  }
  async inject(): Promise<boolean> {
    return this.takesFrames
  }
  capture(): readonly Uint8Array[] {
    return this.sent.splice(0)
  }
  async rest(backlog: Backlog): Promise<void> {
    this.rests.push(backlog)
  }
  async drain(_: unknown, left: LeftBehind): Promise<void> {
    this.drains.push(left)
  }
  diagnostics(): string {
    return 'words'
  }
  async close(): Promise<void> {
    this.closed++
  }
}
