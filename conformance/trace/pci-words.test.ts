import { expect, test } from 'vitest'
import { queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import { lavishLayout, scanOf } from '../../model/transport/pci/layout.ts'
import type { PciTerms } from '../../properties/pci/terms.ts'
import type { EntryOf } from '../../properties/terms.ts'
import { pciReferenceConfig } from '../targets/pci-reference-config.ts'
import { pciSpeaker } from './pci-words.ts'

const queue = queueIndex(1)
const through = 'bar' as const

test.each<[string, EntryOf<PciTerms>]>([
  ['driver scans the configuration space', { kind: 'driver.scans' }],
  ['driver reads queue_size by the window', { kind: 'driver.reads', register: 'queue_size', through: 'window' }],
  ['driver reads 2 bytes of configuration at 6', { kind: 'driver.peruses', offset: 6, length: 2, through }],
  [
    'driver writes driver_feature = 0x101',
    { kind: 'driver.writes', register: 'driver_feature', value: 0x101, through },
  ],
  [
    'driver writes device_status = 3 (ACKNOWLEDGE DRIVER)',
    { kind: 'driver.writes', register: 'device_status', value: 3, through },
  ],
  ['driver resets the device', { kind: 'driver.resets' }],
  ['driver sets up and enables q1', { kind: 'driver.enables', queue }],
  ['driver resets q1', { kind: 'driver.resetsQueue', queue }],
  ['driver enables MSI-X', { kind: 'driver.switchesMsix', on: true }],
  ['driver makes a buffer available on q1', { kind: 'driver.offers', queue }],
  ['driver notifies the device of q1 by the window', { kind: 'driver.kicks', queue, through: 'window' }],
  ['the link goes down', { kind: 'admin.links', up: false }],
  ['device shows device_status = 0', { kind: 'device.shows', register: 'device_status', value: 0 }],
  [
    'device shows config_msix_vector = NO_VECTOR',
    { kind: 'device.shows', register: 'config_msix_vector', value: 65535 },
  ],
  ['device shows queue_desc.high = 0x10', { kind: 'device.shows', register: 'queue_desc.high', value: 16 }],
  ['device shows 0100 at 6', { kind: 'device.reveals', offset: 6, bytes: bytes('0100') }],
  ['device uses a buffer of q1', { kind: 'device.uses', queue }],
  ['device sends a message by vector 2', { kind: 'device.signals', vector: 2 }],
  ['device asks for a reset: a | b', { kind: 'device.fails', how: 'needs-reset', words: 'a\nb' }],
  ['device hangs: x', { kind: 'device.fails', how: 'hangs', words: 'x' }],
  ['device rests', { kind: 'device.rests' }],
  [
    'device lists a configuration space that is none: the configuration space needs 256 bytes at offset 0, but 1 are there',
    { kind: 'device.lists', space: bytes('00'), bars: [] },
  ],
])('%s', (words, entry) => expect(pciSpeaker()(entry)).toBe(words))

test('a scan is told by identity and structures', () => {
  expect(pciSpeaker()(scanOf(lavishLayout(pciReferenceConfig)))).toBe(
    'device lists 0x1af4:0x1041 revision 1, COMMON 4:0x0+0x1000, ISR 4:0x1000+0x1000, DEVICE 4:0x2000+0x1000, NOTIFY 0:0x2+0x4, PCI 4:0x0+0x0, NOTIFY 4:0x3000+0x1000, VENDOR',
  )
})
