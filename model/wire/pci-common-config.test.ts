import { describe, expect, it } from 'vitest'
import { commonFields, noVector } from './pci-common-config.ts'

describe('the common configuration structure', () => {
  const fields = Object.values(commonFields)

  it('leaves no gap and no overlap, and is 64 bytes long', () => {
    let end = 0
    for (const { offset, width } of fields) {
      expect(offset).toBe(end)
      end = offset + width
    }
    expect(end).toBe(64)
  })

  it('aligns every field to its width', () => {
    for (const { offset, width } of fields) expect(offset % width).toBe(0)
  })

  it('lets the driver write all but seven fields', () => {
    const fixed = Object.entries(commonFields).flatMap(([name, { writable }]) => (writable ? [] : [name]))
    expect(fixed).toEqual([
      'device_feature',
      'num_queues',
      'config_generation',
      'queue_notify_off',
      'queue_notif_config_data',
      'admin_queue_index',
      'admin_queue_num',
    ])
  })

  it('has the fields where struct virtio_pci_common_cfg has them', () => {
    expect(commonFields.config_msix_vector.offset).toBe(0x10)
    expect(commonFields.device_status.offset).toBe(0x14)
    expect(commonFields.queue_select.offset).toBe(0x16)
    expect(commonFields.queue_enable.offset).toBe(0x1c)
    expect(commonFields['queue_desc.low'].offset).toBe(0x20)
    expect(commonFields['queue_device.high'].offset).toBe(0x34)
    expect(commonFields.queue_reset.offset).toBe(0x3a)
  })

  it('unmaps an event by all ones', () => expect(noVector).toBe(0xffff))
})
