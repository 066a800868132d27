/** The clauses of the area `coalescing` in our words. */
export const coalescing = {
  'net.coal.driver.1': 'Per-queue coalescing targets an enabled transmit or receive queue.',
  'net.coal.driver.2': 'TX_SET/RX_SET only with NOTF_COAL.',
  'net.coal.driver.3': 'VQ_SET/VQ_GET only with VQ_NOTF_COAL.',
  'net.coal.driver.4': 'Result of a failed VQ_GET is disregarded.',
  'net.coal.device.1': 'reserved has no effect.',
  'net.coal.device.2': 'TX_SET/RX_SET that cannot be applied should return ERR.',
  'net.coal.device.3': 'VQ_SET that cannot be applied returns ERR.',
  'net.coal.device.4': 'VQ_SET/VQ_GET on a queue not enabled tx/rx returns ERR.',
  'net.coal.device.5': 'A re-enabled tx queue takes the last TX_SET values, or 0 if none.',
  'net.coal.device.6': 'A re-enabled rx queue takes the last RX_SET values, or 0 if none.',
  'net.coal.device.7': 'Notification frequency may deviate from the settings.',
  'net.coal.device.8': 'Suppression wins over satisfied coalescing conditions.',
  'net.coal.device.9': 'Reset zeroes all coalescing parameters.',
  'net.coal.def.1': 'Last setting wins per queue, whichever command made it.',
  'net.coal.def.2': 'Zero usecs or packets means notify per packet.',
  'net.coal.def.3': 'Changing parameters re-evaluates conditions at once.',
} as const
