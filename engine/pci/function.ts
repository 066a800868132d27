import { configLength } from '../config-space.ts'
import type { Device } from '../device.ts'
import { has } from '../feature.ts'
import { createCommon } from './common-configuration.ts'
import { createPciConfigSpace, type Width } from './config-space.ts'
import { createFeatureWindows } from './feature-window.ts'
import { command } from './header.ts'
import { createIsr, isrBit } from './isr.ts'
import { createMsix, type MessageSink } from './msix.ts'
import { msixBar, offsetOf, pageOf, pageShift, structureBar } from './place.ts'
import { createQueueRegisters } from './queue-register.ts'

/**
 * A device as a PCI function: what a VMM forwards its guest's accesses to. Why it is fast: a doorbell is a shift, a comparison
 * and a store; interrupts are collected after a run, not one by one.
 *
 * Nothing is decoded here: the VMM knows where the BARs lie and whether Command lets accesses through.
 */
export interface PciDevice {
  readonly device: Device
  /** Configuration space, 256 bytes; all ones beyond. */
  configRead(offset: number, width: Width): number
  configWrite(offset: number, width: Width, value: number): void
  /** Bytes from the start of a BAR. What is not there reads 0. */
  barRead(bar: number, offset: number, width: Width): number
  barWrite(bar: number, offset: number, width: Width, value: number): void
  /** Resets the device, as writing 0 to `device_status` does. */
  reset(): void
  /** {@link Device.run}, and the interrupts for what it did. Without bus mastering there is no work: memory is out of reach. */
  run(budget: number, start?: number): number
  /** {@link Device.setLink}, and the interrupt for it. */
  setLink(up: boolean): void
  /** Whether INTx is asserted. */
  intx(): boolean
  /** In words, as {@link Device.diagnostics}. */
  diagnostics(): string
}

/** The most queues that a device can have. */
function queuesOf({ config }: Device): number {
  const many = has(config.offered, 'MQ') || has(config.offered, 'RSS')
  return 2 * (many ? config.maxPairs : 1) + (has(config.offered, 'CTRL_VQ') ? 1 : 0)
}

/** Bytes as a little-endian number; those beyond the end are 0. */
function littleEndian(bytes: Uint8Array, width: Width): number {
  let value = 0
  for (let index = width - 1; index >= 0; index--) value = value * 256 + (bytes[index] ?? 0)
  return value
}

/** A function of a device, with so many MSI-X vectors. */
export function createPciDevice(device: Device, vectors: number, message: MessageSink): PciDevice {
  const count = queuesOf(device)
  const isr = createIsr()
  const msix = createMsix(vectors, message)
  const windows = createFeatureWindows(device.config.offered)
  const queues = createQueueRegisters(device, count)
  const common = createCommon({ device, windows, queues, vectors, reset: isr.reset })

  function readStructure(offset: number, width: number): number {
    const inPage = offset & ((1 << pageShift) - 1)
    switch (offset >>> pageShift) {
      case pageOf.common:
        return common.read(inPage, width)
      case pageOf.isr:
        return inPage === 0 ? isr.read() : 0
      case pageOf.device:
        return readConfiguration(inPage, width as Width) // the window and the bus know no other widths
      default:
        return 0
    }
  }

  function readConfiguration(offset: number, width: Width): number {
    const length = Math.min(width, configLength - offset)
    return length < 1 ? 0 : littleEndian(device.readConfig(offset, length), width)
  }

  function writeStructure(offset: number, width: number, value: number): void {
    if (offset >= offsetOf.notify) device.notify((offset - offsetOf.notify) >>> 2)
    else if (offset >>> pageShift === pageOf.common) common.write(offset, width, value)
  }

  const structures = { read: readStructure, write: writeStructure }
  const isPending = (): boolean => !msix.isEnabled() && isr.peek() !== 0
  const config = createPciConfigSpace({ msix, bar: structures, isPending, queues: count, configLength, vectors })

  /** Tells what the device has to tell: by messages, or by the ISR status. */
  function interrupt(): void {
    const enabled = msix.isEnabled()
    for (let queue = 0; queue < count; queue++) {
      if (!device.takeInterrupt(queue)) continue
      if (enabled) msix.send(queues.vector(queue))
      else isr.set(isrBit.queue)
    }
    if (!device.takeConfigurationInterrupt()) return
    isr.set(isrBit.configuration)
    if (enabled) msix.send(common.configurationVector())
  }

  return {
    device,
    configRead: config.read,
    configWrite: config.write,
    barRead(bar, offset, width) {
      if (bar === structureBar) return readStructure(offset, width)
      return bar === msixBar && width === 4 ? msix.read(offset) : 0
    },
    barWrite(bar, offset, width, value) {
      if (bar === structureBar) writeStructure(offset, width, value)
      else if (bar === msixBar && width === 4) msix.write(offset, value)
    },
    reset: () => common.reset(),
    run(budget, start) {
      if (!config.commands(command.MASTER)) return 0
      const done = device.run(budget, start)
      interrupt()
      return done
    },
    setLink(up) {
      device.setLink(up)
      interrupt()
    },
    intx: () => isPending() && !config.commands(command.INTX_DISABLE),
    diagnostics: () => [device.diagnostics(), common.objection() ?? ''].filter((words) => words !== '').join('\n'),
  }
}
