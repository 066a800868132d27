/**
 * The fields of `virtio_net_config`, with offset and size in bytes.
 *
 * @clause net.config.def.1
 */
export const configFields = {
  mac: { offset: 0, size: 6 },
  status: { offset: 6, size: 2 },
  max_virtqueue_pairs: { offset: 8, size: 2 },
  mtu: { offset: 10, size: 2 },
  speed: { offset: 12, size: 4 },
  duplex: { offset: 16, size: 1 },
  rss_max_key_size: { offset: 17, size: 1 },
  rss_max_indirection_table_length: { offset: 18, size: 2 },
  supported_hash_types: { offset: 20, size: 4 },
  supported_tunnel_types: { offset: 24, size: 4 },
} as const

/** A field of `virtio_net_config`. */
export type NetConfigField = keyof typeof configFields
/** What a driver reads of the transport rather than of the configuration; sizes in bytes. `device_features`: 128 bits. */
export const registers = { device_status: 1, device_features: 16, config_generation: 1 } as const

/** A register by its name. */
export type Register = keyof typeof registers
/** Anything a driver reads by name. */
export type ConfigField = NetConfigField | Register
