/** Clauses of the area `rss-context`: where they stand in the source of virtio 1.4 and whom they bind. */
export const rssContext = {
  'net.rss-context.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2252 },
  'net.rss-context.device.2': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2254 },
  'net.rss-context.driver.1': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2258 },
  'net.rss-context.driver.2': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2260 },
  'net.rss-context.driver.3': { side: 'driver', level: 'MUST NOT', observe: 'driver-under-test', file: 'net/description.tex', line: 2262 },
} as const
