/** Clauses of the area `config`: where they stand in the source of virtio 1.4 and whom they bind. */
export const config = {
  'core.config.driver.1': { side: 'driver', level: 'MUST NOT', observe: 'untestable', file: 'content.tex', line: 284 },
  'core.config.driver.2': { side: 'driver', level: 'SHOULD', observe: 'driver-under-test', file: 'content.tex', line: 286 },
  'core.config.driver.3': { side: 'driver', level: 'MUST', observe: 'driver-under-test', file: 'content.tex', line: 297 },
  'core.config.driver.4': { side: 'driver', level: 'MUST NOT', observe: 'driver-under-test', file: 'content.tex', line: 304 },
  'core.config.driver.5': { side: 'driver', level: 'SHOULD', observe: 'driver-under-test', file: 'content.tex', line: 306 },
  'core.config.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'content.tex', line: 318 },
  'core.config.driver.6': { side: 'driver', level: 'SHOULD', observe: 'untestable', file: 'content.tex', line: 337, legacy: true, unlisted: true },
  'core.config.def.1': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'content.tex', line: 279 },
} as const
