/** Clauses of the area `stats`: where they stand in the source of virtio 1.4 and whom they bind. */
export const stats = {
  'net.stats.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2919 },
  'net.stats.device.2': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2925 },
  'net.stats.device.3': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2926 },
  'net.stats.device.4': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2928 },
  'net.stats.device.5': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2929 },
  'net.stats.device.6': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2930 },
  'net.stats.device.7': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2932 },
  'net.stats.device.8': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2936 },
  'net.stats.device.9': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2937 },
  'net.stats.device.10': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2942 },
  'net.stats.device.11': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 2945 },
  'net.stats.driver.1': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2950 },
  'net.stats.driver.2': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2953 },
  'net.stats.driver.3': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 2956 },
  'net.stats.def.1': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 2588 },
} as const
