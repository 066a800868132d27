/** Clauses of the area `hash-report`: where they stand in the source of virtio 1.4 and whom they bind. */
export const hashReport = {
  'net.hash-report.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1466, unlisted: true },
  'net.hash-report.device.2': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1471, unlisted: true },
  'net.hash-report.device.3': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2086, unlisted: true },
  'net.hash-report.driver.1': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2106, unlisted: true },
  'net.hash-report.def.1': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1459 },
  'net.hash-report.def.2': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1687 },
  'net.hash-report.def.3': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1690 },
  'net.hash-report.def.4': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1698 },
  'net.hash-report.def.5': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 2104 },
} as const
