import type { Duplex } from 'node:stream'

/** The wire side of a device: frames in, frames out. It is made before QEMU is started on it. */
export interface Wire {
  /** Queue pairs that it can feed. */
  readonly pairs: number
  /** What it is, for the report. */
  readonly says: string
  /** What to hand over to QEMU when it is started. */
  readonly descriptors: readonly (number | 'pipe')[]
  /** The argument of `-netdev` behind its id, given the number in QEMU of the first of {@link descriptors}. */
  netdev(first: number): string
  /** QEMU runs; these are the pipes asked for. */
  attach(pipes: readonly Duplex[]): void
  /** Puts a frame on the wire; `false` if it did not get there. */
  inject(frame: Uint8Array): Promise<boolean>
  /** The frames that came out since the last call, in order. */
  capture(): readonly Uint8Array[]
  /** Settles when every frame that QEMU has sent by now can be captured. */
  arrived(): Promise<void>
  /** How often QEMU's main loop must turn to take in this many frames of this many bytes altogether. */
  turnsFor(frames: number, bytes: number): number
  close(): void
}
