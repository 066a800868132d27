import { type FeatureSet, noFeatures } from '../../kernel/bits.ts'
import type { QueueIndex } from '../../kernel/brand.ts'
import type { PciRegister, Way } from './action.ts'
import type { PciConfig } from './config.ts'
import { type Generation, unreadGeneration } from './generation.ts'
import { type Isr, quietIsr } from './isr.ts'
import { type Mapping, unmapped } from './mapping.ts'
import { freshQueue, type PciQueue } from './queue.ts'

/** What was asked, and is answered at once. */
export type PciQuestion =
  | { readonly kind: 'scan' }
  | { readonly kind: 'register'; readonly register: PciRegister; readonly through: Way }
  | { readonly kind: 'bytes'; readonly offset: number; readonly length: number; readonly through: Way }
  /** `queue_reset` is read until it is 0; `ongoing` once it was seen to be 1. */
  | { readonly kind: 'queue reset'; readonly queue: QueueIndex; readonly ongoing: boolean }

/** What happened since the last rest: something to notify of. */
export interface PciEvent {
  readonly source: QueueIndex | 'configuration'
  /** The vectors it may be signalled by. */
  readonly vectors: readonly number[]
  /** It must be signalled, and was not. */
  readonly owed: boolean
}

/** Where `queue_notify_off` leads, as the notification capability says. */
export interface NotifyStructure {
  readonly length: number
  readonly multiplier: number
}

/** A PCI function as the model knows it. */
export interface PciState {
  readonly config: PciConfig
  /** `device_status`. */
  readonly status: number
  /** FEATURES_OK was written and not read back yet. */
  readonly proposed: boolean
  /** The negotiated features: none before FEATURES_OK was seen to stand. */
  readonly features: FeatureSet
  /** `driver_feature` as it was written, by `driver_feature_select`. */
  readonly accepted: Readonly<Record<number, number>>
  /** The selecting registers as they were written; what a reset makes of them is not said. */
  readonly selects: {
    readonly device_feature_select?: number
    readonly driver_feature_select?: number
    readonly queue_select?: number
  }
  readonly queues: readonly PciQueue[]
  readonly configVector: Mapping
  /** MSI-X Enable. */
  readonly msix: boolean
  readonly isr: Isr
  readonly generation: Generation
  readonly linkUp: boolean
  /** Of the first notification capability that a scan found. */
  readonly notify: NotifyStructure | undefined
  readonly question: PciQuestion | undefined
  /** Registers whose last write went by the window and was not seen to have arrived. */
  readonly doubted: readonly string[]
  readonly events: readonly PciEvent[]
}

/** A function after power-on. */
export function pciPowerOn(config: PciConfig): PciState {
  return {
    config,
    status: 0,
    proposed: false,
    features: noFeatures,
    accepted: {},
    selects: {},
    queues: config.queueSizes.map(freshQueue),
    configVector: unmapped,
    msix: false,
    isr: quietIsr,
    generation: unreadGeneration,
    linkUp: true,
    notify: undefined,
    question: undefined,
    doubted: [],
    events: [],
  }
}

/** The queue that `queue_select` names: `unknown` after a reset, `undefined` where there is none. */
export function selectedQueue({ selects, queues }: PciState): PciQueue | 'unknown' | undefined {
  if (selects.queue_select === undefined) return 'unknown'
  const queue = queues[selects.queue_select]
  return queue === undefined || queue.max === 0 ? undefined : queue
}

/** The state with one queue changed. */
export function withPciQueue(state: PciState, index: number, change: (queue: PciQueue) => PciQueue): PciState {
  return { ...state, queues: state.queues.map((queue, at) => (at === index ? change(queue) : queue)) }
}
