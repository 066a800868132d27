import { unsigned } from './unsigned.ts'

/** What an available buffer notification carries with VIRTIO_F_NOTIFICATION_DATA. */
export interface NotificationData {
  /** `vq_index`, or with VIRTIO_F_NOTIF_CONFIG_DATA `vq_notif_config_data`. */
  readonly queue: number
  /** `next_off`: of a split ring the low 15 bits of the available index, of a packed one the slot of the next descriptor. */
  readonly nextOffset: number
  /** `next_wrap`: of a split ring bit 15 of the available index, of a packed one the wrap counter. */
  readonly nextWrap: 0 | 1
}

/**
 * The 32-bit word of a notification: 16 bits of queue, 15 of offset, one of wrap, from the lowest on.
 *
 * @throws RangeError for a field that does not fit
 * @clause pci.notify.driver.2 pci.notify.driver.4 pci.notify.driver.6
 */
export function encodeNotificationData({ queue, nextOffset, nextWrap }: NotificationData): number {
  const low = unsigned(queue, 16, 'vq_index')
  return (low | (unsigned(nextOffset, 15, 'next_off') << 16) | (unsigned(nextWrap, 1, 'next_wrap') << 31)) >>> 0
}

/** The fields of a notification's word. */
export function decodeNotificationData(word: number): NotificationData {
  return { queue: word & 0xffff, nextOffset: (word >>> 16) & 0x7fff, nextWrap: word >>> 31 === 1 ? 1 : 0 }
}

/** What a split ring's driver tells by a notification when its available index is `index`. @clause core.notifdata.def.1 */
export function splitNotification(queue: number, index: number): NotificationData {
  return { queue, nextOffset: index & 0x7fff, nextWrap: (index & 0x8000) === 0 ? 0 : 1 }
}
