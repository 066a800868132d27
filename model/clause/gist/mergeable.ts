/** The clauses of the area `mergeable` in our words. */
export const mergeable = {
  'net.rxbuf.driver.3': 'MRG_RXBUF: each buffer at least holds the header (12, or 20 with HASH_REPORT).',
  'net.rxbuf.device.1': 'num_buffers states how many buffers hold the packet.',
  'net.rxbuf.device.2': 'Without MRG_RXBUF exactly one buffer is used per packet.',
  'net.rx.device.4': 'Without MRG_RXBUF, num_buffers is 1.',
  'net.rx.device.5': "With MRG_RXBUF, num_buffers counts buffers including the header's.",
  'net.rx.device.6': 'All buffers of a packet except the last are filled completely.',
  'net.rx.device.7': 'All buffers of a packet become visible as used together.',
  'net.rx.def.1': 'Only the first merged buffer starts with the header.',
} as const
