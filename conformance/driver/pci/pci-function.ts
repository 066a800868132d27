import type { GuestMemory, MemoryDevice } from '../memory-device.ts'

/** Width of an access in bytes. */
export type Width = 1 | 2 | 4

/** What may still be on its way through a device: the longer, the longer it may take to rest. */
export interface Backlog {
  /** Frames and bytes injected that were not seen in a receive queue. */
  readonly frames: number
  readonly bytes: number
  /** Chains on transmit queues that are available and not used. */
  readonly chains: number
}

/** What a driver left behind. */
export interface LeftBehind {
  /** Frames that may wait between wire and device. */
  readonly frames: boolean
  /** Whether control commands were given. */
  readonly commands: boolean
}

/**
 * A PCI function as its bus shows it, and the world around it: memory that it reaches, and a wire. Its BARs are assigned and lie
 * where the port finds them; accesses arrive in the order in which they were made, and need not be waited for one by one.
 *
 * Every promise settles within the function's time limit; what cannot be had rejects with `DeviceLost` and its last words.
 */
export interface PciFunction {
  /** The harness's part of guest memory. */
  readonly memory: GuestMemory
  /** All of guest memory. */
  readonly ram: GuestMemory
  /** Memory for the messages of MSI-X, from its base on: nobody else's. */
  readonly landing: GuestMemory
  /** Configuration space, at an offset that is a multiple of the width. */
  configRead(offset: number, width: Width): Promise<number>
  configWrite(offset: number, width: Width, value: number): Promise<void>
  /** A BAR, in bytes from its start. */
  barRead(bar: number, offset: number, width: Width): Promise<number>
  barWrite(bar: number, offset: number, width: Width, value: number): Promise<void>
  /** Plugs the cable in or pulls it out. Settles when the device knows. */
  setLink(up: boolean): Promise<void>
  /** Has the device ask its driver to announce itself, where that can be done. Settles when the device knows. */
  announce?(): Promise<void>
  /** Puts a frame on the wire towards the device; `false` if it did not get there. */
  inject(frame: Uint8Array): Promise<boolean>
  /** The frames that came out of the device since the last call, in order. */
  capture(): readonly Uint8Array[]
  /** Settles when the device has nothing left to do, given what may still be coming. */
  rest(backlog: Backlog): Promise<void>
  /** Empties whatever a driver left between wire and device, by driving it; leaves it reset. */
  drain(device: MemoryDevice, left: LeftBehind): Promise<void>
  diagnostics(): string
  close(): Promise<void>
}
