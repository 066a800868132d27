/** Clauses of the area `mergeable`: where they stand in the source of virtio 1.4 and whom they bind. */
export const mergeable = {
  'net.rxbuf.driver.3': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 1100 },
  'net.rxbuf.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1120 },
  'net.rxbuf.device.2': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1123 },
  'net.rx.device.4': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1236 },
  'net.rx.device.5': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1239 },
  'net.rx.device.6': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1244 },
  'net.rx.device.7': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1248 },
  'net.rx.def.1': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1151 },
} as const
