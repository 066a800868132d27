import fc from 'fast-check'
import { type FeatureName, featuresNamed } from '../model/feature/table.ts'
import { without } from '../model/kernel/bits.ts'
import { bytes } from '../model/kernel/bytes.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { ConfigField, NetConfigField } from '../model/net/config-field.ts'
import { readableFields } from '../model/net/fields.ts'
import { stations } from './plans/filter.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script } from './plans/script.ts'
import { command } from './plans/traffic.ts'
import type { PlanStep, Property } from './property.ts'

const reads = (field: ConfigField): PlanStep => ({ kind: 'driver.reads', field })

const all: readonly FeatureName[] = [
  'VIRTIO_NET_F_STATUS',
  'VIRTIO_NET_F_MTU',
  'VIRTIO_NET_F_SPEED_DUPLEX',
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_CTRL_RX',
  'VIRTIO_NET_F_CTRL_MAC_ADDR',
  'VIRTIO_NET_F_GUEST_ANNOUNCE',
]

/** A field whose feature is offered, of the configuration itself. */
const someField = (config: NetConfig, but: readonly ConfigField[] = []): fc.Arbitrary<ConfigField> =>
  fc.constantFrom(...readableFields(config).filter((field) => !but.includes(field)))

const links = fc.boolean().map((up): PlanStep => ({ kind: 'admin.links', up }))

/** Fields are read before features are agreed upon and after, among what changes some of them. */
const fields: Property = {
  id: 'config/fields',
  says: 'mtu, speed and duplex are within their bounds whenever they are read; mtu is the same always, and speed and duplex while the link is up.',
  clauses: [
    'net.config.device.2',
    'net.config.device.3',
    'net.config.device.4',
    'net.config.device.10',
    'net.config.device.11',
    'net.config.device.12',
  ],
  needs: ['net', 'mtu', 'speed'],
  plan: (config) => {
    const read = fc.constantFrom<ConfigField>('mtu', 'speed', 'duplex').map(reads)
    const step = fc.oneof(
      { weight: 6, arbitrary: read },
      { weight: 1, arbitrary: links },
      { weight: 2, arbitrary: fc.constant(rest) },
    )
    const some = fc.array(step, { minLength: 3, maxLength: 10 })
    return fc
      .tuple(fc.array(read, { maxLength: 2 }), some, some)
      .map(([early, one, other]) => [
        { kind: 'driver.resets' },
        ...early,
        ...opening(accepting(config, all)),
        ...one,
        rest,
        ...opening(accepting(config, all)),
        ...other,
        rest,
      ])
  },
}

/** What may be accepted of a device that offers all of it: fields are there whichever it is. */
const choices: readonly (readonly FeatureName[])[] = [
  [],
  ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'],
  ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'],
  ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_STATUS'],
  ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT', 'VIRTIO_NET_F_HASH_TUNNEL'],
]

/** A field is there by the offer alone. */
const given: Property = {
  id: 'config/given',
  says: 'A field whose feature is offered reads the same whether that feature is negotiated or another, and status has no bit that means nothing.',
  clauses: ['net.config.def.2', 'net.config.def.3', 'net.config.def.4', 'net.config.def.6', 'net.config.def.7'],
  needs: ['net'],
  plan: (config) => {
    const given = readableFields(config).filter((field) => field in written && !isMoody(field))
    const features = fc
      .tuple(fc.constantFrom(...choices), fc.boolean())
      .map(([names, withMac]) =>
        withMac ? accepting(config, names) : without(accepting(config, names), featuresNamed(['VIRTIO_NET_F_MAC'])),
      )
    const read = fc.array(fc.constantFrom(...given).map(reads), { minLength: 3, maxLength: 8 })
    const life = fc.tuple(features, read).map(([some, fields]) => [...opening(some), ...fields, rest])
    return fc.array(life, { minLength: 1, maxLength: 3 }).map((lives) => lives.flat())
  },
}

/** Whether a field may change by itself. */
const isMoody = (field: ConfigField): boolean => field === 'speed' || field === 'duplex'

/** Values of the length of each field that a device is unlikely to have. */
const written: Readonly<Partial<Record<NetConfigField, readonly string[]>>> = {
  mac: ['02bb00000001', '000000000000'],
  status: ['0000', '0300'],
  max_virtqueue_pairs: ['0100', '0002'],
  mtu: ['2c01'],
  speed: ['01000000'],
  duplex: ['00'],
  rss_max_key_size: ['ff'],
  rss_max_indirection_table_length: ['0100'],
  supported_hash_types: ['00000000'],
  supported_tunnel_types: ['00000000', 'ffffffff'],
}

const readOnly: Property = {
  id: 'config/read-only',
  says: 'What a driver writes to the configuration changes none of its fields, before features are agreed upon and after.',
  clauses: ['net.config.def.1'],
  needs: ['net', 'config-write'],
  plan: (config) => {
    const both = someField(config, ['device_status', 'device_features', 'config_generation']).chain((field) => {
      const values = written[field as NetConfigField] ?? [] // registers are left out above
      return fc.constantFrom(...values.map(bytes)).map((value): readonly PlanStep[] => [
        { kind: 'driver.writes', field: field as NetConfigField, value }, // as above
        reads(field),
      ])
    })
    const some = fc.array(both, { minLength: 1, maxLength: 4 }).map((parts) => parts.flat())
    return fc
      .tuple(some, some)
      .map(([early, late]) => [{ kind: 'driver.resets' }, ...early, ...opening(accepting(config, all)), ...late, rest])
  },
}

const announces: PlanStep = { kind: 'admin.announces' }

/** The device asks, the driver acknowledges. */
const announcement: Property = {
  id: 'announce/acknowledge',
  says: 'ANNOUNCE is set and announced when the administrator asks for it, and clear once ANNOUNCE_ACK is acknowledged; without GUEST_ANNOUNCE it is never set.',
  clauses: ['net.announce.device.1', 'house.announce.kept', 'house.configuration.told'],
  needs: ['net', 'ctrl', 'announce', 'link-status'],
  plan: (config) =>
    fc.boolean().chain((isIn) => {
      const names = isIn ? all : all.filter((name) => name !== 'VIRTIO_NET_F_GUEST_ANNOUNCE')
      const step = fc.oneof(
        { weight: 3, arbitrary: fc.constant<ScriptStep>(announces) },
        { weight: 3, arbitrary: command(fc.constant({ name: 'ANNOUNCE_ACK' })) },
        { weight: 4, arbitrary: fc.constant<ScriptStep>(reads('status')) },
        { weight: 3, arbitrary: fc.constant<ScriptStep>(rest) },
      )
      const some = fc.array<ScriptStep>(step, { minLength: 4, maxLength: 12 })
      return fc
        .tuple(some, some)
        .map(([one, other]) =>
          script(opening(accepting(config, names)), one, [rest], opening(accepting(config, names)), other, [rest]),
        )
    }),
}

/** What commands change is counted as what the device changes. */
const generation: Property = {
  id: 'config/generation',
  says: 'config_generation differs once a change was read, be it by a command or by the administrator.',
  clauses: ['core.config.def.1'],
  needs: ['net', 'ctrl', 'link', 'link-status', 'announce', 'ctrl-rx', 'ctrl-mac-addr'],
  plan: (config) => {
    const set = fc
      .constantFrom(...stations)
      .map((mac): ScriptStep => ({ kind: 'command', command: { name: 'MAC_ADDR_SET', mac } }))
    const ack: ScriptStep = { kind: 'command', command: { name: 'ANNOUNCE_ACK' } }
    const changes = fc.oneof(set, links, fc.constant<ScriptStep>(announces), fc.constant(ack))
    const field = fc.constantFrom<ConfigField>('mac', 'status').map(reads)
    const watched = fc
      .tuple(field, changes, field)
      .map(([before, change, after]): readonly ScriptStep[] => [
        ...[reads('config_generation'), before, change, rest, after, reads('config_generation')],
      ])
    return fc
      .array(watched, { minLength: 1, maxLength: 5 })
      .map((parts) => script(opening(accepting(config, all)), parts.flat(), [rest]))
  },
}

/** Properties of the device's configuration, and of announcements. */
export const configuration: readonly Property[] = [fields, given, readOnly, announcement, generation]
