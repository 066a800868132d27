/** Clauses of the area `coalescing`: where they stand in the source of virtio 1.4 and whom they bind. */
export const coalescing = {
  'net.coal.driver.1': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2433 },
  'net.coal.driver.2': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2435 },
  'net.coal.driver.3': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2437 },
  'net.coal.driver.4': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2439 },
  'net.coal.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2443 },
  'net.coal.device.2': { side: 'device', level: 'SHOULD', observe: 'device-under-test', file: 'net/description.tex', line: 2445 },
  'net.coal.device.3': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2447 },
  'net.coal.device.4': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2449 },
  'net.coal.device.5': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2452 },
  'net.coal.device.6': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2455 },
  'net.coal.device.7': { side: 'device', level: 'MAY', observe: 'model-only', file: 'net/description.tex', line: 2459 },
  'net.coal.device.8': { side: 'device', level: 'SHOULD NOT', observe: 'device-under-test', file: 'net/description.tex', line: 2461 },
  'net.coal.device.9': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2463 },
  'net.coal.def.1': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 2373 },
  'net.coal.def.2': { side: 'device', level: 'DEFINES', observe: 'model-only', file: 'net/description.tex', line: 2395 },
  'net.coal.def.3': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 2425 },
} as const
