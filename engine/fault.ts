import { count, type Layout } from './layout.ts'
import { deviceStatus } from './status.ts'

/**
 * What a driver can do wrong with a queue. The queue stops, and the device asks for a reset. Why it is fast: a fault is a
 * small number in a column, so that the path without faults compares with zero and nothing else.
 */
export const fault = {
  /** The available index is further ahead than the ring has entries. */
  availableIndex: 1,
  /** A head or `next` names no descriptor of the table. */
  descriptorIndex: 2,
  /** A chain has more descriptors than the queue has entries: a loop. */
  endless: 3,
  /** Bytes outside guest memory. */
  address: 4,
  /** A device-readable descriptor behind a device-writable one. */
  order: 5,
  /** VIRTQ_DESC_F_INDIRECT without VIRTIO_F_INDIRECT_DESC. */
  indirect: 6,
  /** Device-readable descriptors in a receive buffer, or device-writable ones in a frame to be sent. */
  direction: 7,
  /** A frame to be sent that is shorter than its header. */
  header: 8,
  /** A control command without a byte for the acknowledgement. */
  acknowledgement: 9,
  /** A receive buffer without room for the header, where a frame may be spread over several. */
  buffer: 10,
  /** A table of descriptors within a table, or before or behind other descriptors where it may not be. */
  nested: 11,
  /** A table of descriptors that holds none, or a part of one. */
  tableLength: 12,
} as const

const words: Readonly<Record<number, string>> = {
  [fault.availableIndex]: 'available index further ahead than the ring has entries',
  [fault.descriptorIndex]: 'descriptor index beyond the descriptor table',
  [fault.endless]: 'descriptor chain longer than the queue has entries',
  [fault.address]: 'descriptor outside guest memory',
  [fault.order]: 'device-readable descriptor behind a device-writable one',
  [fault.indirect]: 'indirect descriptor without VIRTIO_F_INDIRECT_DESC',
  [fault.direction]: 'descriptors in the wrong direction for this queue',
  [fault.header]: 'frame shorter than its header',
  [fault.acknowledgement]: 'control command without room for the acknowledgement',
  [fault.buffer]: 'receive buffer shorter than the header',
  [fault.nested]: 'indirect descriptor where none may be',
  [fault.tableLength]: 'table of descriptors that holds none, or a part of one',
}

/** A fault in words. */
export const faultWords = (code: number): string => words[code] ?? `no such fault: ${code}`

/**
 * Stops a queue and asks for a reset; after DRIVER_OK the driver is told by a configuration change notification.
 *
 * @clause core.status.device.3
 */
export function stopQueue(layout: Layout, queue: number, code: number): void {
  layout.queueFault[queue] = code
  count(layout.dropsMalformed, queue)
  const status = layout.deviceStatus[0] as number
  layout.deviceStatus[0] = status | deviceStatus.DEVICE_NEEDS_RESET
  if ((status & deviceStatus.DRIVER_OK) !== 0) layout.configurationPending[0] = 1
}
