/** Clauses of the area `ctrl-announce`: where they stand in the source of virtio 1.4 and whom they bind. */
export const ctrlAnnounce = {
  'net.announce.driver.1': { side: 'driver', level: 'SHOULD', observe: 'driver-under-test', file: 'net/description.tex', line: 1983 },
  'net.announce.driver.2': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 1985 },
  'net.announce.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1990 },
} as const
