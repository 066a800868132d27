import fc from 'fast-check'
import {
  type PairIndex,
  pairIndex,
  type QueueIndex,
  receiveQueueOf,
  transmitQueueOf,
} from '../../model/kernel/brand.ts'
import type { Bytes } from '../../model/kernel/bytes.ts'
import type {
  DriverPesters,
  DriverReenables,
  DriverResetsQueue,
  Indirection,
  TransmitRequest,
  WireOffload,
} from '../../model/net/action.ts'
import type { ConfigField } from '../../model/net/config-field.ts'
import type { Corruption } from '../../model/ring/corruption.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'

/** A frame of which the driver leaves work to the device. */
export interface Offloaded {
  readonly frame: FrameMaker
  readonly request: TransmitRequest
}

/** Makes the bytes of a frame that carries this id. */
export type FrameMaker = (id: number) => Bytes

/**
 * What a plan intends, before chains and frames have their ids: generated freely, numbered by `numbered`. A transmit names its
 * pair as a share of those that may be used then, so that it stays legal whatever was configured before.
 */
export type Intent =
  | {
      readonly kind: 'offer'
      readonly pair: PairIndex
      readonly lengths: readonly number[]
      readonly indirect?: Indirection
    }
  | {
      readonly kind: 'transmit'
      readonly share: number
      readonly frame: FrameMaker
      readonly cuts: readonly number[]
      readonly request?: TransmitRequest
      readonly indirect?: Indirection
    }
  | { readonly kind: 'arrive'; readonly frame: FrameMaker; readonly offload?: WireOffload }
  | {
      readonly kind: 'command'
      readonly command: ControlCommand
      readonly allows?: number
      readonly result?: number
      readonly indirect?: Indirection
    }
  | { readonly kind: 'notify'; readonly pair: PairIndex; readonly side: 'receive' | 'transmit'; readonly on: boolean }
  | Await
  | { readonly kind: 'read'; readonly field: ConfigField }
  | DriverPesters
  | { readonly kind: 'corrupt'; readonly queue: QueueIndex; readonly how: Corruption }
  | DriverResetsQueue
  | DriverReenables

/**
 * A notification of one position is asked for: so many ahead of where the used ring will be once all that was handed over on the queue,
 * or, of the first receive queue, came in, is used.
 */
export interface Await {
  readonly kind: 'await'
  readonly pair: PairIndex
  readonly side: 'receive' | 'transmit'
  readonly ahead: number
}

/** A number of pairs as an arbitrary pair. */
export const pairBelow = (count: number): fc.Arbitrary<PairIndex> => fc.nat(count - 1).map(pairIndex)

/** Bytes enough for any header of the plans and a frame of 1514. */
const WHOLE = 1534

/** Receive buffers large enough for every frame: in one piece, or cut within or behind the header. */
export const bufferLengths: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom([WHOLE], [2048]) },
  { weight: 1, arbitrary: fc.constantFrom([12, WHOLE], [20, WHOLE], [1, 11, WHOLE], [64, 700, 800], [1526, 8]) },
)

/** A receive buffer for a pair. */
export function offer(pair: fc.Arbitrary<PairIndex>): fc.Arbitrary<Intent> {
  return fc.record({ kind: fc.constant('offer' as const), pair, lengths: bufferLengths })
}

/** A frame from the wire. */
export function arrive(frame: fc.Arbitrary<FrameMaker>): fc.Arbitrary<Intent> {
  return frame.map((make) => ({ kind: 'arrive', frame: make }))
}

/** Where a transmitted chain is cut, in bytes of header and frame: nowhere, within the header, behind it, or in many pieces. */
const cuts: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.constantFrom([12], [20], [1], [12, 26], [6, 20, 40]) },
)

/** A frame from the driver. */
export function transmit(frame: fc.Arbitrary<FrameMaker>): fc.Arbitrary<Intent> {
  const share = fc.nat(0xffff).map((n) => n / 0x1_0000)
  return fc.record({ kind: fc.constant('transmit' as const), share, frame, cuts })
}

/** A frame from the driver that leaves work to the device; it may be cut within its headers, too. */
export function hand(offloaded: fc.Arbitrary<Offloaded>): fc.Arbitrary<Intent> {
  const share = fc.nat(0xffff).map((n) => n / 0x1_0000)
  const deep = fc.oneof(cuts, fc.constantFrom([12, 54], [20, 66, 67], [46, 70, 100, 101], [12, 1460, 9000]))
  return fc
    .record({ share, offloaded, cuts: deep })
    .map(({ share, offloaded: { frame, request }, cuts }) => ({ kind: 'transmit', share, frame, cuts, request }))
}

/** A control command, with the number of transmit queues it allows once acknowledged. */
export function command(commands: fc.Arbitrary<ControlCommand>): fc.Arbitrary<Intent> {
  return commands.map((value) => {
    const allows = value.name === 'VQ_PAIRS_SET' ? value.pairs : value.name === 'RSS_CONFIG' ? value.maxTxVq : undefined
    return allows === undefined ? { kind: 'command', command: value } : { kind: 'command', command: value, allows }
  })
}

/** A control command that may be turned down: afterwards transmitq1 is the only transmit queue that may be used for sure. */
export function doubtfulCommand(commands: fc.Arbitrary<ControlCommand>): fc.Arbitrary<Intent> {
  return commands.map((value) => ({ kind: 'command', command: value, allows: 1 }))
}

/** Notifications of a queue turned on or off. */
export function notify(pair: fc.Arbitrary<PairIndex>): fc.Arbitrary<Intent> {
  const side = fc.constantFrom('receive' as const, 'transmit' as const)
  return fc.record({ kind: fc.constant('notify' as const), pair, side, on: fc.boolean() })
}

/** A notification of one position asked for: the next, one that follows, or one that is past. */
export function awaits(pair: fc.Arbitrary<PairIndex>): fc.Arbitrary<Intent> {
  const side = fc.constantFrom('receive' as const, 'transmit' as const)
  const ahead = fc.constantFrom(0, 0, 0, 1, 1, 2, 3, -1, -2, 0x8000)
  return fc.record({ kind: fc.constant('await' as const), pair, side, ahead })
}

/** The device is notified of a queue, and of nothing new. */
export function pesters(pair: fc.Arbitrary<PairIndex>): fc.Arbitrary<Intent> {
  const side = fc.constantFrom('receive' as const, 'transmit' as const)
  return fc.tuple(pair, side).map(([one, which]) => ({ kind: 'driver.pesters', queue: queueOf(one, which) }))
}

/** The queue that a notify intent is about. */
export function queueOf(pair: PairIndex, side: 'receive' | 'transmit') {
  return side === 'receive' ? receiveQueueOf(pair) : transmitQueueOf(pair)
}
