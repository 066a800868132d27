import type { DeviceFails } from '../model/kernel/failure.ts'
import type { Action } from '../model/kernel/machine.ts'
import type { DeviceRests } from '../model/kernel/rest.ts'
import type { NetObservation, NetStimulus } from '../model/net/action.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { PciObservation, PciStimulus } from '../model/transport/pci/action.ts'
import type { PciConfig } from '../model/transport/pci/config.ts'
import type { TunObservation, TunStimulus } from '../model/tun/action.ts'
import type { TunConfig } from '../model/tun/config.ts'

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
  | 'queue-reset'
  | 'device-status'
  | 'memory-watch'
  | 'link'
  | 'pci'
  | 'link-status'
  | 'msix'
  | 'admin-queues'
  | 'suspend'
  | 'mergeable'
  | 'event-idx'
  | 'in-order'
  | 'ctrl-rx'
  | 'ctrl-rx-extra'
  | 'ctrl-mac-addr'
  | 'ctrl-vlan'
  | 'announce'
  | 'config-write'
  | 'mtu'
  | 'speed'
  | 'csum'
  | 'host-gso'
  | 'host-ufo'
  | 'host-tunnel'
  | 'guest-tunnel'
  | 'packed'
  | 'indirect'
  | 'guest-csum'
  | 'guest-gso'
  | 'rsc'
  | 'handover'
  | 'guest-offloads'
  | 'notf-coal'
  | 'vq-notf-coal'
  | 'hash-tunnel'
  | 'device-stats'
  | 'rss-context'
  | 'tun'

/** What a target is and can do. */
export interface Capabilities<Config = NetConfig> {
  /** The device as the model must know it. */
  readonly config: Config
  readonly has: ReadonlySet<Capability>
  /** Why a capability is missing, where there is more to say than its name: `mq: needs root for a tap`. */
  readonly missing?: Readonly<Partial<Record<Capability, string>>>
  /** Facts for the report: which implementation ran, on what. */
  readonly notes?: readonly string[]
}

/** What is seen of a device: what its vocabulary has, and what every device can do: rest, and fail. */
export type Seen<Observation extends Action = NetObservation> = Observation | DeviceRests | DeviceFails

/** An entry of a log: what was done, or what was seen. */
export type Entry<Stimulus extends Action = NetStimulus, Observation extends Action = NetObservation> =
  | Stimulus
  | Seen<Observation>

/**
 * A device under test, opened. The harness's own order of entries is what is judged: a stimulus's place is a lower bound of
 * when it took effect, an observation's place a deadline.
 */
export interface Session<Stimulus extends Action = NetStimulus, Observation extends Action = NetObservation> {
  /**
   * Does one stimulus and returns what was seen while doing it (the stimulus itself not included). Returns `'skipped'` when
   * the driver cannot do it now: the ring is full, the queue is not there.
   */
  perform(stimulus: Stimulus): Promise<readonly Seen<Observation>[] | 'skipped'>
  /** Waits until the device rests; everything seen, in order, then `device.rests`. */
  settle(): Promise<readonly Seen<Observation>[]>
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

/** What makes an implementation be judged as one subject: the network device unless told otherwise. */
export interface Part<
  Config = NetConfig,
  Stimulus extends Action = NetStimulus,
  Observation extends Action = NetObservation,
> {
  capabilities(): Promise<Capabilities<Config>>
  open(options?: OpenOptions): Promise<Session<Stimulus, Observation>>
}

/** The parts of an implementation by the names of their subjects. A new subject adds its line. */
export interface Parts {
  readonly net?: Part
  readonly pci?: Part<PciConfig, PciStimulus, PciObservation>
  readonly tun?: Part<TunConfig, TunStimulus, TunObservation>
}

/** What an implementation is, whatever it is judged as. */
export interface TargetFacts {
  readonly name: string
  readonly version: string
  /** Whether a session's seed decides anything: every plan is then driven in a session of its own, which must be cheap to open. */
  readonly seeded?: boolean
  /** What it can be judged as, beside what it is itself. */
  readonly parts?: Parts
  /** Why it cannot be judged as a subject, by the subject's name, where there is more to say than that. */
  readonly lacks?: Readonly<Record<string, string>>
  /** Frees what outlives sessions: processes, namespaces, files. */
  dispose?(): Promise<void>
}

/** An implementation that is judged as one subject: the network device unless told otherwise. */
export interface Target<
  Config = NetConfig,
  Stimulus extends Action = NetStimulus,
  Observation extends Action = NetObservation,
> extends TargetFacts,
    Part<Config, Stimulus, Observation> {}

/**
 * Whatever can be put before a judge: an implementation with its `parts`. One that is the network device itself may be just that,
 * a {@link Target}.
 */
export interface Candidate extends TargetFacts, Partial<Part> {}

/** The target could not be started, or was lost: exit status 3. */
export class TargetLost extends Error {
  override readonly name = 'TargetLost'
}
