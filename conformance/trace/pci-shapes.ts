import type { PciConfig } from '../../model/transport/pci/config.ts'
import { standardRegisters } from '../../model/transport/pci/registers.ts'
import type { PciTerms } from '../../properties/pci/terms.ts'
import type { EntryOf } from '../../properties/terms.ts'
import { features, flag, hex, text } from './action-shapes.ts'
import { type FieldShapes, type Notation, notationOf, type Shapes } from './notation.ts'
import { listOf, object, oneOf, optional, union, whole } from './shape.ts'

const queue = whole(0xffff)
const word = whole(0xffff_ffff)
const register = oneOf(Object.keys(standardRegisters))
const writable = oneOf([
  'device_feature_select',
  'driver_feature_select',
  'driver_feature',
  'config_msix_vector',
  'device_status',
  'queue_select',
  'queue_size',
  'queue_msix_vector',
  'queue_desc.low',
  'queue_desc.high',
  'queue_driver.low',
  'queue_driver.high',
  'queue_device.low',
  'queue_device.high',
])
const through = oneOf(['bar', 'window'])

const actions: Shapes<EntryOf<PciTerms>, 'kind'> = {
  'driver.scans': {},
  'driver.reads': { register, through },
  'driver.peruses': { offset: word, length: whole(4), through },
  'driver.writes': { register: writable, value: word, through },
  'driver.resets': {},
  'driver.enables': { queue },
  'driver.resetsQueue': { queue },
  'driver.switchesMsix': { on: flag },
  'driver.offers': { queue },
  'driver.kicks': { queue, through },
  'admin.links': { up: flag },
  'device.lists': {
    space: hex,
    bars: listOf(object({ bar: whole(5), space: oneOf(['memory', 'io']), size: whole(Number.MAX_SAFE_INTEGER) })),
  },
  'device.shows': { register, value: word },
  'device.reveals': { offset: word, bytes: hex },
  'device.uses': { queue },
  'device.signals': { vector: whole(0x7ff) },
  'device.fails': { how: oneOf(['hangs', 'dies', 'needs-reset']), words: text },
  'device.rests': {},
}

const config: FieldShapes<PciConfig> = {
  deviceId: whole(0xffff),
  offered: features,
  queueSizes: listOf(whole(0x8000)),
  shaping: optional(features),
  vectors: whole(0x800),
  provokable: listOf(queue),
  configLength: whole(0xffff),
}

/** How traces of a PCI function are written. */
export const pciNotation: Notation<PciTerms> = notationOf('pci', {
  config: object(config),
  action: union('kind', actions),
})
