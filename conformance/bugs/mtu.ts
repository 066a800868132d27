import type { EngineBug } from './engine-bug.ts'

/** Bugs of the engine's largest packet. */
export const mtuBugs: readonly EngineBug[] = [
  {
    id: 'engine-mtu-not-kept',
    says: 'Frames come in whatever mtu is.',
    source: 'ours',
    property: 'mtu/receive',
    clause: 'net.config.device.5',
    file: 'engine/filter.ts',
    old: "(has(features, 'MTU') ? MTU : 0)",
    new: '0',
  },
  {
    id: 'engine-mtu-with-header',
    says: 'Frames longer than mtu do not leave: the Ethernet header is counted.',
    source: 'ours',
    property: 'mtu/transmit',
    clause: 'net.config.device.6',
    file: 'engine/device.ts',
    old: 'if (space.isUp()) config.sink(bytes, offset, length)',
    new: 'if (space.isUp() && length <= config.mtu) config.sink(bytes, offset, length)',
  },
]
