/** The clauses of the area `inner-hash` in our words. */
export const innerHash = {
  'net.inner-hash.device.1': 'Packet matching no enabled tunnel type is hashed on its outer header.',
  'net.inner-hash.device.2': 'Enabling unsupported tunnel types should be answered with ERR.',
  'net.inner-hash.device.3': 'Setting 0, or device reset, turns inner hashing off entirely.',
  'net.inner-hash.driver.1': 'HASH_TUNNEL_SET only with HASH_TUNNEL negotiated.',
  'net.inner-hash.driver.2': 'Only supported tunnel types are enabled.',
  'net.inner-hash.driver.3': 'Unknown bits in supported_tunnel_types are ignored.',
  'net.inner-hash.def.1': 'Inner hashing starts disabled for all tunnel types.',
  'net.inner-hash.def.2': 'Matching enabled encapsulation: hash the inner header (single level only).',
} as const
