import {
  VIRTIO_NET_CTRL_NOTF_COAL_RX_SET,
  VIRTIO_NET_CTRL_NOTF_COAL_TX_SET,
  VIRTIO_NET_CTRL_NOTF_COAL_VQ_GET,
  VIRTIO_NET_CTRL_NOTF_COAL_VQ_SET,
} from '../control-class.ts'
import { type Decoded, decoded } from '../decoded.ts'
import type { CommandBody } from './body.ts'
import { decodeFields, encodeFields, type Fields } from './fields.ts'

/** `struct virtio_net_ctrl_coal`: after how many packets, or microseconds, a notification is due. */
export interface CoalescingParameters {
  readonly maxPackets: number
  readonly maxUsecs: number
}
/** VIRTIO_NET_CTRL_NOTF_COAL_TX_SET: the parameters of all transmit queues. */
export interface CoalescingTxSet extends CoalescingParameters {
  readonly name: 'NOTF_COAL_TX_SET'
}
/** VIRTIO_NET_CTRL_NOTF_COAL_RX_SET: the parameters of all receive queues. */
export interface CoalescingRxSet extends CoalescingParameters {
  readonly name: 'NOTF_COAL_RX_SET'
}
/** VIRTIO_NET_CTRL_NOTF_COAL_VQ_SET: the parameters of one queue. */
export interface CoalescingVqSet extends CoalescingParameters {
  readonly name: 'NOTF_COAL_VQ_SET'
  /** `vq_index`, which need not be a queue's. */
  readonly queue: number
  readonly reserved: number
}
/** VIRTIO_NET_CTRL_NOTF_COAL_VQ_GET: asks for the parameters of one queue. */
export interface CoalescingVqGet {
  readonly name: 'NOTF_COAL_VQ_GET'
  readonly queue: number
  readonly reserved: number
}
/** A command of the class VIRTIO_NET_CTRL_NOTF_COAL. */
export type CoalescingCommand = CoalescingTxSet | CoalescingRxSet | CoalescingVqSet | CoalescingVqGet

const parameters: Fields<'maxPackets' | 'maxUsecs'> = [
  ['maxPackets', 32],
  ['maxUsecs', 32],
]
const place: Fields<'queue' | 'reserved'> = [
  ['queue', 16],
  ['reserved', 16],
]

/** Bytes of `struct virtio_net_ctrl_coal`. */
export const COALESCING_PARAMETERS_SIZE = 8

/** `struct virtio_net_ctrl_coal`. @throws RangeError for a number that does not fit */
export const encodeCoalescingParameters = (values: CoalescingParameters): Uint8Array => encodeFields(parameters, values)

/** `struct virtio_net_ctrl_coal` as a value. */
export const decodeCoalescingParameters = (data: Uint8Array): Decoded<CoalescingParameters> =>
  decodeFields(parameters, data, 'struct virtio_net_ctrl_coal')

/** The body of a command of this class. @throws RangeError for a number that does not fit */
export function encodeCoalescing(command: CoalescingCommand): CommandBody {
  switch (command.name) {
    case 'NOTF_COAL_TX_SET':
      return { command: VIRTIO_NET_CTRL_NOTF_COAL_TX_SET, data: encodeFields(parameters, command) }
    case 'NOTF_COAL_RX_SET':
      return { command: VIRTIO_NET_CTRL_NOTF_COAL_RX_SET, data: encodeFields(parameters, command) }
    case 'NOTF_COAL_VQ_SET':
      return { command: VIRTIO_NET_CTRL_NOTF_COAL_VQ_SET, data: encodeFields([...place, ...parameters], command) }
    case 'NOTF_COAL_VQ_GET':
      return { command: VIRTIO_NET_CTRL_NOTF_COAL_VQ_GET, data: encodeFields(place, command) }
  }
}

/** The command of this class that a body is; `undefined` where its number is not known. */
export function decodeCoalescing({ command, data }: CommandBody): Decoded<CoalescingCommand> | undefined {
  const known = layouts[command]
  if (known === undefined) return undefined
  const read = decodeFields(known.fields, data, 'the coalescing parameters')
  // Each name stands with the fields of its command.
  return read.ok ? decoded({ name: known.name, ...read.value } as CoalescingCommand) : read
}

const layouts: Readonly<Record<number, { readonly name: CoalescingCommand['name']; readonly fields: Fields<string> }>> =
  {
    [VIRTIO_NET_CTRL_NOTF_COAL_TX_SET]: { name: 'NOTF_COAL_TX_SET', fields: parameters },
    [VIRTIO_NET_CTRL_NOTF_COAL_RX_SET]: { name: 'NOTF_COAL_RX_SET', fields: parameters },
    [VIRTIO_NET_CTRL_NOTF_COAL_VQ_SET]: { name: 'NOTF_COAL_VQ_SET', fields: [...place, ...parameters] },
    [VIRTIO_NET_CTRL_NOTF_COAL_VQ_GET]: { name: 'NOTF_COAL_VQ_GET', fields: place },
  }
