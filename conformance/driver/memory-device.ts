import type { FeatureSet } from '../../model/kernel/bits.ts'
import type { WireOffload } from '../../model/net/action.ts'
import type { Traits } from '../../model/net/config.ts'
import type { Capability } from '../../properties/target.ts'

/**
 * Memory shared by driver and device, addressed as the device sees it, from `base` to `base + size`.
 *
 * `base` is 0 unless the machine keeps its lowest addresses for something else (a PC has its firmware's shadow below 1 MiB):
 * place rings and buffers from `base` on, and write those very addresses into descriptors.
 */
export interface GuestMemory {
  /** The first address the harness may use; a multiple of 4096. */
  readonly base: number
  /** Bytes the harness may use, from `base` on. */
  readonly size: number
  /** A copy of `length` bytes at `address`. */
  read(address: number, length: number): Uint8Array
  /** Copies the bytes from `address` on into `target`, as many as it has. */
  readInto(address: number, target: Uint8Array): void
  write(address: number, data: Uint8Array): void
  read16(address: number): number
  read32(address: number): number
  /** Stores 16 bits at once, after everything written before it: what publishes a ring index. */
  write16(address: number, value: number): void
}

/** Where a split ring lies, as written to the device when a queue is enabled. Addresses in guest memory. */
export interface QueuePlacement {
  readonly size: number
  readonly descriptors: number
  readonly driver: number
  readonly device: number
  /** Where the ring begins; only with the capability `ring-position`. */
  readonly position?: number
}

/**
 * A device as a driver meets it over memory: configuration, queues, doorbells and a wire. Neutral to the transport, so that PCI,
 * vhost-user and one day MMIO or VFIO fit. `liftToTarget` makes a `Target` of it.
 *
 * Every promise settles within the device's time limit; what cannot be had rejects with `TargetLost` and the device's last words.
 */
export interface MemoryDevice {
  readonly memory: GuestMemory
  /** The device reads `device_status` as 0 when the promise settles. */
  reset(): Promise<void>
  status(): Promise<number>
  writeStatus(value: number): Promise<void>
  offeredFeatures(): Promise<FeatureSet>
  writeFeatures(features: FeatureSet): Promise<void>
  /** Bytes of the device-specific configuration. */
  readConfig(offset: number, length: number): Promise<Uint8Array>
  /** The largest size the device takes for a queue; 0 where the queue does not exist. */
  maxQueueSize(queue: number): Promise<number>
  /** Sets up a queue with used buffer notifications of its own, and enables it. */
  enable(queue: number, placement: QueuePlacement): Promise<void>
  /**
   * Resets a queue, which may be enabled anew; with VIRTIO_F_RING_RESET negotiated only. The queue is reset when the promise settles.
   *
   * @clause core.vqreset.driver.1
   */
  resetQueue(queue: number): Promise<void>
  /** The available buffer notification. */
  notify(queue: number): Promise<void>
  /** The queues that sent a used buffer notification since the last call. */
  takeInterrupts(): readonly number[]
  /** Whether a configuration change notification came since the last call; only with the capability `link`. */
  takeConfigurationChange?(): boolean
  /** `config_generation`, 0..255; only with the capability `link`. */
  configGeneration?(): Promise<number>
  /**
   * Plugs the device's cable in or pulls it out; only with the capability `link`. Settles when the device knows. A frame injected
   * while it is out does not get there; a drain plugs it in.
   */
  setLink?(up: boolean): Promise<void>
  /** Has the device ask its driver to announce itself; only with the capability `announce`. Settles when the device knows. */
  announce?(): Promise<void>
  /** Writes to the device-specific configuration, which no driver may; only with the capability `config-write`. */
  writeConfig?(offset: number, bytes: Uint8Array): Promise<void>
  /** Puts a frame on the wire towards the device, unfinished only with the capability `handover`; `false` if it did not get there (which is no drop of the device's). */
  inject(frame: Uint8Array, offload?: WireOffload): Promise<boolean>
  /** The frames that came out of the device since the last call, in order. */
  capture(): readonly Uint8Array[]
  /** Settles when the device has nothing left to do; each target states its rule and why it holds. */
  rest(): Promise<void>
  /** Empties whatever waits between wire and device, so that the next plan does not see it. */
  drain(): Promise<void>
  diagnostics(): string
  close(): Promise<void>
}

/** A device that can be opened many times. */
export interface MemoryTarget {
  readonly name: string
  readonly version: string
  readonly traits: Traits
  /** Capabilities beside those that follow from the features offered. */
  readonly extras: readonly Capability[]
  readonly missing?: Readonly<Partial<Record<Capability, string>>>
  readonly notes?: readonly string[]
  /** A device as after power-on. */
  open(options?: { readonly seed?: number }): Promise<MemoryDevice>
  dispose?(): Promise<void>
}
