/** The clauses of the area `offloads` in our words. */
export const offloads = {
  'net.offloads.driver.1': 'Only offloads whose feature was negotiated are enabled.',
  'net.offloads.device.1': 'Legacy: offloads word is guest-native endian.',
  'net.offloads.def.1': 'Every negotiated receive offload starts enabled.',
  'net.offloads.def.2': 'OFFLOADS_SET replaces the whole set: listed bits on, others off.',
  'net.offloads.def.3': 'Tunnel offload bits in the offloads word are 46/47, not feature bits 65/66.',
} as const
