import type { TunRequest } from '../../model/tun/action.ts'
import type { TunConfig } from '../../model/tun/config.ts'
import { errnos } from '../../model/tun/errno.ts'
import type { EntryOf } from '../../properties/terms.ts'
import type { TunTerms } from '../../properties/tun/terms.ts'
import { flag, hex, text } from './action-shapes.ts'
import { type FieldShapes, type Notation, notationOf, type Shapes } from './notation.ts'
import { object, oneOf, simple, union, whole } from './shape.ts'

const file = whole(0xffff)
const flags = whole(0xffff)
const word = whole(0xffff_ffff)
const int = simple(
  'a whole number of 32 bits',
  { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  (value) => typeof value === 'number' && (value | 0) === value,
)

const requests: Readonly<Record<TunRequest, true>> = {
  TUNGETFEATURES: true,
  TUNGETIFF: true,
  TUNSETNOCSUM: true,
  TUNSETPERSIST: true,
  TUNSETOWNER: true,
  TUNSETGROUP: true,
  TUNSETLINK: true,
  TUNSETIFINDEX: true,
  TUNSETOFFLOAD: true,
  TUNGETVNETHDRSZ: true,
  TUNSETVNETHDRSZ: true,
  TUNGETSNDBUF: true,
  TUNSETSNDBUF: true,
  TUNGETVNETLE: true,
  TUNSETVNETLE: true,
  TUNSETCARRIER: true,
  TUNSETSTEERINGEBPF: true,
  TUNSETFILTEREBPF: true,
  unknown: true,
}

const actions: Shapes<EntryOf<TunTerms>, 'kind'> = {
  'user.opens': { file },
  'user.closes': { file },
  'user.attaches': { file, name: oneOf(['device', 'loopback']), flags },
  'user.switches': { file, flags },
  'user.requests': { file, request: oneOf(Object.keys(requests)), value: int },
  'user.writes': { file, bytes: hex },
  'user.teaches': { file, first: word, count: word },
  'user.reads': { file, room: word },
  'user.empties': { file },
  'admin.links': { up: flag },
  'admin.limits': { length: word },
  'wire.arrives': { frame: word, bytes: hex },
  'time.passes': { time: word },
  'device.returns': { error: oneOf(['none', ...errnos]), value: int },
  'device.delivers': { file, bytes: hex },
  'device.drops': { frame: word },
  'device.emits': { bytes: hex },
  'device.fails': { how: oneOf(['hangs', 'dies', 'needs-reset']), words: text },
  'device.rests': {},
}

const config: FieldShapes<TunConfig> = { files: word, queueLength: word, features: word, offloads: word }

/** How traces of a tun device are written. */
export const tunNotation: Notation<TunTerms> = notationOf('tun', {
  config: object(config),
  action: union('kind', actions),
})
