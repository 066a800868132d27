/** Clauses of the area `offloads`: where they stand in the source of virtio 1.4 and whom they bind. */
export const offloads = {
  'net.offloads.driver.1': { side: 'driver', level: 'MUST NOT', observe: 'driver-under-test', file: 'net/description.tex', line: 2303 },
  'net.offloads.device.1': { side: 'device', level: 'MUST', observe: 'model-only', file: 'net/description.tex', line: 2308, legacy: true, unlisted: true },
  'net.offloads.def.1': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 2297 },
  'net.offloads.def.2': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 2294 },
  'net.offloads.def.3': { side: 'both', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 2282 },
} as const
