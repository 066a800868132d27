import type { ClauseId } from '../clause/clause.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { TunFile } from './action.ts'
import type { TunConfig } from './config.ts'
import type { Errno } from './errno.ts'
import type { FlowTable } from './flow-table.ts'
import type { Hashes, Pending } from './pending.ts'

/** `unattached`: it is open and has no device. `detached`: it is on the list of disabled queues of the device. */
export type Phase = 'closed' | 'unattached' | 'attached' | 'detached'

/** The device under test, while it is there. */
export interface TunDevice {
  /** Type and features: the flags of `tunFlag`, those of files not among them. */
  readonly flags: number
  /** The files of the active queues by their slots: dense. */
  readonly slots: readonly TunFile[]
  /** The files of the disabled queues, in the order in which they were detached. */
  readonly disabled: readonly TunFile[]
  /** Bytes of the virtio_net_hdr before each packet. */
  readonly headerSize: number
  readonly up: boolean
  readonly carrier: boolean
  /** Packets that each queue holds. */
  readonly queueLength: number
  readonly offloads: number
  readonly sndbuf: number | undefined
  /** Whether a queue has moved to another slot since there is a device. */
  readonly swapped: boolean
  /** What was learned of flows, by their keys. */
  readonly flows: FlowTable
  /** Packets that were sent and not read yet, in order. */
  readonly pending: readonly Pending[]
}

/** What a call must be answered with. */
export type Answer =
  | {
      readonly kind: 'returns'
      readonly error: Errno | 'none'
      /** `undefined` where the value is not judged. */
      readonly value: number | undefined
      /** The clause that another answer breaks. */
      readonly clause: ClauseId
    }
  | { readonly kind: 'reads'; readonly file: TunFile; readonly room: number; readonly all: boolean }

/** A tun driver and its device as the model knows them. */
export interface TunState {
  readonly config: TunConfig
  /** By their numbers. */
  readonly files: readonly Phase[]
  readonly device: TunDevice | undefined
  /** What is known of the hashes of flows, by their keys; nothing of those that are not there. */
  readonly hashes: Hashes
  /** Milliseconds since the beginning. */
  readonly now: number
  readonly answer: Answer | undefined
  /** The packet that was just sent, while it may still turn out that it was not taken. */
  readonly arriving: number | undefined
  /** Packets that were written and have not come into the host yet. */
  readonly emitting: readonly Bytes[]
}

/** Before anything was done. */
export function tunPowerOn(config: TunConfig): TunState {
  return {
    config,
    files: Array.from({ length: config.files }, () => 'closed'),
    device: undefined,
    hashes: {},
    now: 0,
    answer: undefined,
    arriving: undefined,
    emitting: [],
  }
}

/** The state with a file in another phase. */
export function withPhase(state: TunState, file: TunFile, phase: Phase): TunState {
  return { ...state, files: state.files.map((now, index) => (index === file ? phase : now)) }
}

/** The state with the device changed; the same where there is none. */
export function withDevice(state: TunState, change: (device: TunDevice) => TunDevice): TunState {
  return state.device === undefined ? state : { ...state, device: change(state.device) }
}
