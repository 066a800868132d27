/** Clauses of the area `ctrl-vlan`: where they stand in the source of virtio 1.4 and whom they bind. */
export const ctrlVlan = {
  'net.vlan.device.1': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1935 },
  'net.vlan.device.2': { side: 'device', level: 'MUST', observe: 'device-under-test', file: 'net/description.tex', line: 1938 },
  'net.vlan.device.3': { side: 'device', level: 'SHOULD', observe: 'device-under-test', file: 'net/description.tex', line: 1940 },
  'net.vlan.device.4': { side: 'device', level: 'MUST', observe: 'model-only', file: 'net/description.tex', line: 1945, legacy: true, unlisted: true },
  'net.vlan.def.1': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1911 },
  'net.vlan.def.2': { side: 'device', level: 'DEFINES', observe: 'device-under-test', file: 'net/description.tex', line: 1908 },
  'net.vlan.def.3': { side: 'device', level: 'DEFINES', observe: 'model-only', file: 'net/description.tex', line: 1915 },
} as const
