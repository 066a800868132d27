/** The clauses of the area `stats` in our words. */
export const stats = {
  'net.stats.device.1': 'STATS_QUERY answers with the supported statistics types.',
  'net.stats.device.2': 'A malformed statistics request (bad queue, unknown/mismatched/unnegotiated type) gets ERR.',
  'net.stats.device.3': 'One bad entry fails the whole statistics request.',
  'net.stats.device.4': 'STATS_GET: queue index out of range counts as an error.',
  'net.stats.device.5': 'STATS_GET: unknown type bits count as an error.',
  'net.stats.device.6': 'STATS_GET: types not applicable to that queue count as an error.',
  'net.stats.device.7': 'STATS_GET: types needing an unnegotiated feature count as an error.',
  'net.stats.device.8': 'Reply header size equals the bytes actually occupied.',
  'net.stats.device.9': 'Reply header names type and queue.',
  'net.stats.device.10': 'Replies are truncated to the buffer the driver provided.',
  'net.stats.device.11': 'Counters wrap to zero on overflow.',
  'net.stats.driver.1': 'Requested types come from STATS_QUERY.',
  'net.stats.driver.2': 'Requested types suit the chosen queue.',
  'net.stats.driver.3': 'Result buffer at least holds every reply header requested.',
  'net.stats.def.1': 'controlq statistics count the current command too.',
} as const
