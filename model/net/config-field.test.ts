import { expect, it } from 'vitest'
import { configFields } from './config-field.ts'

it('the fields lie as in struct virtio_net_config, without padding', () => {
  const struct = [
    ['mac', 6],
    ['status', 2],
    ['max_virtqueue_pairs', 2],
    ['mtu', 2],
    ['speed', 4],
    ['duplex', 1],
    ['rss_max_key_size', 1],
    ['rss_max_indirection_table_length', 2],
    ['supported_hash_types', 4],
    ['supported_tunnel_types', 4],
  ] as const
  let offset = 0
  const laid = struct.map(([name, size]) => {
    const field = [name, { offset, size }] as const
    offset += size
    return field
  })
  expect(configFields).toEqual(Object.fromEntries(laid))
  expect(offset).toBe(28)
})
