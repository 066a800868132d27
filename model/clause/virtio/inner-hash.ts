/** Clauses of the area `inner-hash`: where they stand in the source of virtio 1.4 and whom they bind. */
export const innerHash = {
  'net.inner-hash.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1667 },
  'net.inner-hash.device.2': { side: 'device', level: 'SHOULD', observe: 'device-under-test', file: 'net/description.tex', line: 1670 },
  'net.inner-hash.device.3': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1673 },
  'net.inner-hash.driver.1': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 1677 },
  'net.inner-hash.driver.2': { side: 'driver', level: 'MUST NOT', observe: 'driver-under-test', file: 'net/description.tex', line: 1679 },
  'net.inner-hash.driver.3': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 1681 },
  'net.inner-hash.def.1': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1615 },
  'net.inner-hash.def.2': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1626 },
} as const
