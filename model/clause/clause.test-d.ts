/** What must not compile. Checked by the type checker alone: an expected error that does not come is an error. */

import type { FeatureSet } from '../kernel/bits.ts'
import type { DescriptorIndex, PairIndex, QueueIndex, RingPosition } from '../kernel/brand.ts'
import { advance, receiveQueueOf } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { NetAction } from '../net/action.ts'
import type { NetConfig } from '../net/config.ts'
import type { ClauseId, HouseClauseId, VirtioClauseId } from './clause.ts'
import type { PrefixedRows } from './row.ts'

declare const pair: PairIndex
declare const queue: QueueIndex
declare const position: RingPosition
declare const descriptor: DescriptorIndex
declare const config: NetConfig

export const rightId: readonly ClauseId[] = ['net.rss.device.1', 'net.hdr.def.1', 'house.frame.lost']
// @ts-expect-error: no such clause
export const wrongId: ClauseId = 'net.rss.device.99'
// @ts-expect-error: an invariant of ours is not a clause of virtio
export const notVirtio: VirtioClauseId = 'house.frame.lost'
// @ts-expect-error: a clause of virtio is not an invariant of ours
export const notHouse: HouseClauseId = 'net.rss.device.1'
// @ts-expect-error: any string is too much
export const anyString: ClauseId = String('net.rss.device.1')

export const rightPrefix = {
  'ms-rss.vector': { gist: 'A vector.', grade: 'observed' },
} satisfies PrefixedRows<'ms-rss'>
// @ts-expect-error: the ids of an authority begin with its name
export const wrongPrefix = { 'house.vector': 'A vector.' } satisfies PrefixedRows<'ms-rss'>
// @ts-expect-error: virtio is not a prefix
export type NoPrefix = PrefixedRows<'virtio-v1.4-cs01'>
// @ts-expect-error: no such grade
export const wrongGrade = { 'ms-rss.vector': { gist: 'A vector.', grade: 'certain' } } satisfies PrefixedRows<'ms-rss'>

export const rightIndex: QueueIndex = receiveQueueOf(pair)
// @ts-expect-error: a pair is not a queue
export const pairAsQueue: QueueIndex = pair
// @ts-expect-error: a queue is not a pair
export const queueAsPair = receiveQueueOf(queue)
// @ts-expect-error: a number is not a queue before it was asserted to be one
export const numberAsQueue: QueueIndex = 1
// @ts-expect-error: a descriptor index is not a ring position
export const descriptorAsPosition = advance(descriptor, 1)
// @ts-expect-error: a ring position is not a descriptor index
export const positionAsDescriptor: DescriptorIndex = position
// @ts-expect-error: a bigint is not a set of features before it was asserted to be one
export const bigintAsFeatures: FeatureSet = 1n
// @ts-expect-error: a string is not bytes before it was asserted to be hexadecimal
export const stringAsBytes: Bytes = '00'

export const rightAction: NetAction = { kind: 'driver.resets' }
// @ts-expect-error: no such action
export const wrongKind: NetAction = { kind: 'driver.explodes' }
// @ts-expect-error: the device does not reset the driver
export const wrongParty: NetAction = { kind: 'device.resets' }
// @ts-expect-error: the queue is missing
export const noQueue: NetAction = { kind: 'device.interrupts' }

// @ts-expect-error: what is known of a device does not change
config.maxPairs = 2
