/** Clauses of the area `other`: where they stand in the source of virtio 1.4 and whom they bind. */
export const other = {
  'core.objects.device.1': { side: 'device', level: 'RECOMMENDED', observe: 'untestable', file: 'content.tex', line: 505, unlisted: true },
  'core.shm.device.1': { side: 'device', level: 'MUST NOT', observe: 'untestable', file: 'shared-mem.tex', line: 39 },
  'net.legacy.driver.1': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 3692, legacy: true, unlisted: true },
  'net.legacy.driver.2': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 3699, legacy: true, unlisted: true },
  'net.legacy.driver.3': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 3708, legacy: true, unlisted: true },
  'net.legacy.driver.4': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'net/description.tex', line: 3710, legacy: true, unlisted: true },
  'net.ctrl.def.1': { side: 'both', level: 'DEFINES', observe: 'model-only', file: 'net/description.tex', line: 1720 },
} as const
