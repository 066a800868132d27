import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { feature } from '../model/feature/table.ts'
import { includes } from '../model/kernel/bits.ts'
import { type Bytes, bytes } from '../model/kernel/bytes.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { ControlCommand } from '../model/wire/control-command.ts'
import {
  addressCommand,
  destinations,
  frameTo,
  groups,
  longTableCommand,
  modeCommand,
  modesOf,
  stations,
  tableCommand,
  taggedFrame,
  vlanCommand,
} from './plans/filter.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, command, type Intent, offer, pairBelow } from './plans/traffic.ts'
import type { PlanStep, Property } from './property.ts'

const CTRL_RX: readonly FeatureName[] = [
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_CTRL_RX',
  'VIRTIO_NET_F_CTRL_RX_EXTRA',
  'VIRTIO_NET_F_CTRL_MAC_ADDR',
]
const CTRL_VLAN: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_CTRL_RX', 'VIRTIO_NET_F_CTRL_VLAN']

const commanded = (one: ControlCommand): Intent => ({ kind: 'command', command: one })
const offersExtra = ({ offered }: NetConfig): boolean => includes(offered, feature('VIRTIO_NET_F_CTRL_RX_EXTRA'))

/** Every mode that lets frames in is turned off: the text does not say what they are after a reset. */
const strict = (config: NetConfig): readonly ScriptStep[] => [
  ...modesOf(offersExtra(config))
    .slice(0, 3)
    .map((mode) => commanded({ name: 'RX_MODE', mode, on: false })),
  rest,
]

const buffer = offer(pairBelow(1))

/** Traffic to many addresses among commands; once every mode is off, and for a while before that. */
const filtered =
  (commands: (config: NetConfig) => fc.Arbitrary<ControlCommand>): Property['plan'] =>
  (config) => {
    const frame = arrive(frameTo(destinations(config)))
    const all = fc.oneof(
      { weight: 8, arbitrary: frame },
      { weight: 3, arbitrary: command(commands(config)) },
      { weight: 2, arbitrary: buffer },
    )
    return fc
      .tuple(tableCommand, traffic(frame, { min: 0, max: 1 }), traffic(all, { min: 8, max: 16 }))
      .map(([first, before, after]) =>
        script(
          opening(accepting(config, CTRL_RX)),
          stocked(1, 24),
          steps({ ...before, width: 0 }),
          strict(config),
          [commanded(first), rest],
          steps(after),
        ),
      )
  }

const modes: Property = {
  id: 'filter/mode',
  says: 'Receive modes are taken, and decide by destination which frames come: promiscuous before all, suppression before what lets in.',
  clauses: [
    'net.rx-mode.device.1',
    'net.rx-mode.device.2',
    'net.rx-mode.device.3',
    'net.rx-mode.device.4',
    'net.rx-mode.device.7',
  ],
  needs: ['net', 'ctrl', 'ctrl-rx'],
  plan: filtered((config) => modeCommand(modesOf(offersExtra(config)))),
}

const extraModes: Property = {
  id: 'filter/extra-mode',
  says: 'With CTRL_RX_EXTRA all unicast can be let in, and unicast, multicast and broadcast each suppressed.',
  clauses: [
    'net.rx-mode.device.5',
    'net.rx-mode.device.6',
    'net.rx-mode.device.8',
    'net.rx-mode.device.9',
    'net.rx-mode.device.10',
    'net.rx-mode.device.11',
    'net.rx-mode.device.12',
    'net.rx-mode.device.13',
  ],
  needs: ['net', 'ctrl', 'ctrl-rx', 'ctrl-rx-extra'],
  plan: filtered(() => modeCommand(modesOf(true).slice(1))),
}

const table: Property = {
  id: 'filter/mac-table',
  says: 'Frames to the addresses of both tables come once MAC_TABLE_SET is acknowledged, and others should not; before that by the tables before or these.',
  clauses: ['net.mac.device.2', 'net.mac.device.4', 'net.mac.def.1', 'house.frame.lost'],
  needs: ['net', 'ctrl', 'ctrl-rx'],
  plan: filtered(() => tableCommand),
}

const longTable: Property = {
  id: 'filter/long-table',
  says: 'A table of any number of addresses is taken, and frames to each of them come.',
  clauses: ['net.mac.def.1', 'net.mac.def.2', 'net.mac.device.2'],
  needs: ['net', 'ctrl', 'ctrl-rx'],
  plan: (config) =>
    longTableCommand.chain((long) => {
      const listed = [...long.unicast, ...long.multicast]
      const ends = [...listed.slice(0, 1), ...listed.slice(63, 65), ...listed.slice(-1)]
      const frame = arrive(frameTo(fc.oneof(fc.constantFrom(...ends), fc.constantFrom(...listed))))
      return traffic(frame, { min: 2, max: 4 }).map((groups) =>
        script(
          opening(accepting(config, CTRL_RX)),
          stocked(1, 16),
          strict(config),
          [commanded(long), rest],
          steps({ ...groups, width: 0 }),
        ),
      )
    }),
}

const resets: Property = {
  id: 'filter/reset',
  says: 'After a reset both tables of addresses and that of VLANs are empty.',
  clauses: ['net.mac.device.1', 'net.vlan.def.1'],
  needs: ['net', 'ctrl', 'ctrl-rx', 'ctrl-vlan'],
  plan: (config) => {
    const frame = fc.oneof(arrive(frameTo(destinations(config))), arrive(taggedFrame(config)))
    const begin = [...opening(accepting(config, [...CTRL_RX, ...CTRL_VLAN])), ...stocked(1, 12), ...strict(config)]
    const commands = fc.array(command(fc.oneof(tableCommand, vlanCommand)), { minLength: 1, maxLength: 4 })
    return fc
      .tuple(commands, traffic(frame, { min: 1, max: 2 }), traffic(frame, { min: 3, max: 7 }))
      .map(([first, before, after]) =>
        script(begin, [...first, rest], steps({ ...before, width: 0 }), begin, steps({ ...after, width: 0 })),
      )
  },
}

const readMac: PlanStep = { kind: 'driver.reads', field: 'mac' }

const address: Property = {
  id: 'filter/mac-address',
  says: 'Once MAC_ADDR_SET is acknowledged mac reads as it says, and frames to that address come.',
  clauses: ['net.mac.device.3', 'net.mac.def.3'],
  needs: ['net', 'ctrl', 'ctrl-rx', 'ctrl-mac-addr'],
  plan: (config) => {
    const own = frameTo(fc.constantFrom(config.mac, ...stations))
    const all = fc.oneof(
      { weight: 5, arbitrary: arrive(own) },
      { weight: 2, arbitrary: command(addressCommand) },
      { weight: 2, arbitrary: fc.constant<Intent>({ kind: 'read', field: 'mac' }) },
      { weight: 1, arbitrary: buffer },
    )
    return traffic(all, { min: 5, max: 12 }).map((groups) =>
      script(opening(accepting(config, CTRL_RX)), stocked(1, 16), strict(config), steps(groups), [readMac, rest]),
    )
  },
}

/** What is neither a mode that is on or off, nor a table or an address of its length. */
const malformed = fc.constantFrom<ControlCommand>(
  { name: 'RAW', class: 0, command: 0, data: bytes('02') },
  { name: 'RAW', class: 0, command: 0, data: '' as Bytes }, // no bytes
  { name: 'RAW', class: 0, command: 9, data: bytes('01') },
  { name: 'RAW', class: 1, command: 0, data: bytes('01000000') },
  { name: 'RAW', class: 1, command: 0, data: bytes('0100000002aa0000000100000000ff') },
  { name: 'RAW', class: 1, command: 0, data: bytes('0200000002aa0000000100000000') },
  { name: 'RAW', class: 1, command: 0, data: bytes('0000000003000000030000000007') },
  { name: 'RAW', class: 1, command: 1, data: bytes('02aa000000') },
  { name: 'RAW', class: 1, command: 5, data: bytes('02aa00000001') },
)

const refused: Property = {
  id: 'filter/refused',
  says: 'A command for the filters that is acknowledged with VIRTIO_NET_ERR leaves tables, modes and address as they were.',
  clauses: ['house.control.refused'],
  needs: ['net', 'ctrl', 'ctrl-rx'],
  plan: (config) => {
    const listed = arrive(frameTo(fc.constantFrom(...stations, ...groups)))
    const full: ControlCommand = { name: 'MAC_TABLE_SET', unicast: stations, multicast: groups }
    return fc
      .tuple(malformed, traffic(listed, { min: 1, max: 2 }), traffic(listed, { min: 2, max: 5 }))
      .map(([bad, before, after]) =>
        script(
          opening(accepting(config, CTRL_RX)),
          stocked(1, 16),
          strict(config),
          [commanded(full), rest],
          steps({ ...before, width: 0 }),
          [commanded(bad), rest],
          steps({ ...after, width: 0 }),
        ),
      )
  },
}

const vlan: Property = {
  id: 'filter/vlan',
  says: 'With CTRL_VLAN tagged frames come whose VLAN was added, others should not, and frames without a tag come always.',
  clauses: ['net.vlan.device.2', 'net.vlan.device.3', 'net.vlan.def.2'],
  needs: ['net', 'ctrl', 'ctrl-vlan'],
  plan: (config) => {
    const all = fc.oneof(
      { weight: 6, arbitrary: arrive(taggedFrame(config)) },
      { weight: 3, arbitrary: command(vlanCommand) },
      { weight: 1, arbitrary: buffer },
    )
    return traffic(all, { min: 6, max: 14 }).map((groups) =>
      script(
        opening(accepting(config, CTRL_VLAN)),
        stocked(1, 20),
        [commanded({ name: 'RX_MODE', mode: 'PROMISC', on: false }), rest],
        steps(groups),
      ),
    )
  },
}

const withoutVlan: Property = {
  id: 'filter/no-vlan',
  says: 'Without CTRL_VLAN every tagged frame comes.',
  clauses: ['net.vlan.device.1'],
  needs: ['net'],
  plan: (config) =>
    traffic(arrive(taggedFrame(config)), { min: 2, max: 6 }).map((groups) =>
      script(
        opening(accepting(config, ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_CTRL_RX'])),
        stocked(1, 20),
        steps(groups),
      ),
    ),
}

/** Properties of what is received: by mode, by address, by VLAN. */
export const filter: readonly Property[] = [
  modes,
  extraModes,
  table,
  longTable,
  resets,
  address,
  refused,
  vlan,
  withoutVlan,
]
