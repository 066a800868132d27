import type { NetObservation, NetStimulus } from '../model/net/action.ts'
import type { NetConfig } from '../model/net/config.ts'

/** What a property can need of a target, and a report can say is missing. */
export type Capability =
  | 'net'
  | 'ctrl'
  | 'mq'
  | 'rss'
  | 'hash-report'
  | 'hash-config'
  | 'pairs-2'
  | 'pairs-4'
  | 'interrupts'
  | 'ring-position'
  | 'device-status'
  | 'memory-watch'
  | 'link'

/** What a target is and can do. */
export interface Capabilities {
  /** The device as the model must know it. */
  readonly config: NetConfig
  readonly has: ReadonlySet<Capability>
  /** Why a capability is missing, where there is more to say than its name: `mq: needs root for a tap`. */
  readonly missing?: Readonly<Partial<Record<Capability, string>>>
  /** Facts for the report: which implementation ran, on what. */
  readonly notes?: readonly string[]
}

/** An entry of a log: what was done, or what was seen. */
export type Entry = NetStimulus | NetObservation

/**
 * A device under test, opened. The harness's own order of entries is what is judged: a stimulus's place is a lower bound of
 * when it took effect, an observation's place a deadline.
 */
export interface Session {
  /**
   * Does one stimulus and returns what was seen while doing it (the stimulus itself not included). Returns `'skipped'` when
   * the driver cannot do it now: the ring is full, the queue is not there.
   */
  perform(stimulus: NetStimulus): Promise<readonly NetObservation[] | 'skipped'>
  /** Waits until the device rests; everything seen, in order, then `device.rests`. */
  settle(): Promise<readonly NetObservation[]>
  /** Empties what a plan left pending and resets the device, so that the next plan starts clean. */
  drain(): Promise<void>
  /** The target's last words, for a verdict: standard error of a process, say. */
  diagnostics(): string
  close(): Promise<void>
}

/** What `open` may be told. */
export interface OpenOptions {
  /** Seeds whatever the target leaves to chance (the engine's schedule). */
  readonly seed?: number
}

/** An implementation that can be judged. */
export interface Target {
  readonly name: string
  readonly version: string
  /** Whether a session's seed decides anything: every plan is then driven in a session of its own, which must be cheap to open. */
  readonly seeded?: boolean
  capabilities(): Promise<Capabilities>
  open(options?: OpenOptions): Promise<Session>
  /** Frees what outlives sessions: processes, namespaces, files. */
  dispose?(): Promise<void>
}

/** The target could not be started, or was lost: exit status 3. */
export class TargetLost extends Error {
  override readonly name = 'TargetLost'
}
