import type { EngineBug } from './engine-bug.ts'

/** Bugs of how the engine looks into packets for an inner header to hash. */
export const innerHashBugs: readonly EngineBug[] = [
  {
    id: 'engine-inner-innermost',
    says: 'A packet that is encapsulated twice is hashed by its innermost header.',
    source: 'ours',
    property: 'inner-hash/matching',
    clause: 'net.inner-hash.def.2',
    file: 'engine/frame.ts',
    old: 'if (inner !== -1) readPacket(innerType[0] as number, inner, innerEnd)',
    new: 'for (let at = inner; at !== -1; at = inner) { inner = -1; readPacket(innerType[0] as number, at, innerEnd) }',
  },
  {
    id: 'engine-inner-any-type',
    says: 'Once one encapsulation is enabled, inner headers of all are hashed.',
    source: 'ours',
    property: 'inner-hash/matching',
    clause: 'net.inner-hash.device.1',
    file: 'engine/tunnel.ts',
    old: '=> ((tunnelTypes[0] as number) & types) !== 0',
    new: '=> types !== 0',
  },
  {
    id: 'engine-inner-never-off',
    says: 'HASH_TUNNEL_SET only ever adds types.',
    source: 'ours',
    property: 'inner-hash/off',
    clause: 'net.inner-hash.device.3',
    file: 'engine/command/tunnel.ts',
    old: 'layout.tunnelTypes[0] = types',
    new: 'layout.tunnelTypes[0] = (layout.tunnelTypes[0] as number) | types',
  },
  {
    id: 'engine-inner-from-the-start',
    says: 'VXLAN and Geneve are enabled from the start.',
    source: 'ours',
    property: 'inner-hash/initially',
    clause: 'net.inner-hash.def.1',
    file: 'engine/layout.ts',
    old: '  new Uint8Array(layout.queueSize.buffer).fill(0)',
    new: '  new Uint8Array(layout.queueSize.buffer).fill(0)\n  layout.tunnelTypes[0] = 0x50',
  },
]
