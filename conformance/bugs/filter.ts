import type { EngineBug } from './engine-bug.ts'

type Patch = Pick<EngineBug, 'id' | 'says' | 'property' | 'clause' | 'old' | 'new'>

/** A bug of which frames are received. */
const filters = (bug: Patch): EngineBug => ({ ...bug, source: 'ours', file: 'engine/filter.ts' })
/** A bug of the commands for the filters. */
const commands = (bug: Patch): EngineBug => ({ ...bug, source: 'ours', file: 'engine/command/filter.ts' })

/** Bugs of the engine's receive modes. */
const modes: readonly EngineBug[] = [
  {
    id: 'engine-long-table',
    says: 'A command that is longer than what is kept of it is turned down, be it a table of addresses.',
    source: 'ours: the engine had it until filter/long-table',
    property: 'filter/long-table',
    clause: 'net.mac.def.2',
    file: 'engine/control.ts',
    old: 'return length > longest ? commands.executeLong(at, length) : commands.execute(at, length)',
    new: 'return length <= longest && commands.execute(at, length)',
  },
  {
    id: 'engine-table-cut-off',
    says: 'Of a long table only the first 64 addresses count.',
    source: 'ours',
    property: 'filter/long-table',
    clause: 'net.mac.def.1',
    file: 'engine/filter.ts',
    old: 'macOverflow[0] = unicast + multicast > macCapacity ? 1 : 0\n      macCount[0] = macOverflow[0] === 1 ? 0 : unicast + multicast',
    new: 'macCount[0] = Math.min(macCapacity, unicast + multicast)',
  },
  filters({
    id: 'engine-promisc-ignored',
    says: 'Promiscuous mode is taken and lets nothing in.',
    property: 'filter/mode',
    clause: 'net.rx-mode.device.2',
    old: 'if (isOn(mode.PROMISC)) return true',
    new: '',
  }),
  filters({
    id: 'engine-promisc-suppressed',
    says: 'Promiscuous mode ends where something is suppressed.',
    property: 'filter/mode',
    clause: 'net.rx-mode.device.3',
    old: 'if (isOn(mode.PROMISC)) return true',
    new: 'if (isOn(mode.PROMISC) && !isOn(mode.NOUNI) && !isOn(mode.NOMULTI) && !isOn(mode.NOBCAST)) return true',
  }),
  filters({
    id: 'engine-allmulti-ignored',
    says: 'All-multicast is taken and lets nothing in.',
    property: 'filter/mode',
    clause: 'net.rx-mode.device.4',
    old: 'if (isOn(isGroup ? mode.ALLMULTI : mode.ALLUNI) ||',
    new: 'if ((!isGroup && isOn(mode.ALLUNI)) ||',
  }),
  filters({
    id: 'engine-alluni-ignored',
    says: 'All-unicast is taken and lets nothing in.',
    property: 'filter/extra-mode',
    clause: 'net.rx-mode.device.6',
    old: 'if (isOn(isGroup ? mode.ALLMULTI : mode.ALLUNI) ||',
    new: 'if ((isGroup && isOn(mode.ALLMULTI)) ||',
  }),
  filters({
    id: 'engine-nomulti-ignored',
    says: 'Suppression of multicast is taken and suppresses nothing.',
    property: 'filter/mode',
    clause: 'net.rx-mode.device.7',
    old: 'if (isOn(isGroup ? mode.NOMULTI : mode.NOUNI)) return false',
    new: 'if (!isGroup && isOn(mode.NOUNI)) return false',
  }),
  filters({
    id: 'engine-allmulti-wins',
    says: 'All-multicast lets in what is suppressed.',
    property: 'filter/extra-mode',
    clause: 'net.rx-mode.device.8',
    old: 'if (isOn(isGroup ? mode.NOMULTI : mode.NOUNI)) return false',
    new: 'if (isOn(isGroup ? mode.NOMULTI : mode.NOUNI)) return isGroup && isOn(mode.ALLMULTI)',
  }),
  filters({
    id: 'engine-nomulti-broadcast',
    says: 'Suppression of multicast suppresses broadcast, which goes to a group too.',
    property: 'filter/extra-mode',
    clause: 'net.rx-mode.device.9',
    old: 'return !isOn(mode.NOBCAST)',
    new: 'return !isOn(mode.NOBCAST) && !isOn(mode.NOMULTI)',
  }),
  filters({
    id: 'engine-nouni-ignored',
    says: 'Suppression of unicast is taken and suppresses nothing.',
    property: 'filter/extra-mode',
    clause: 'net.rx-mode.device.10',
    old: 'if (isOn(isGroup ? mode.NOMULTI : mode.NOUNI)) return false',
    new: 'if (isGroup && isOn(mode.NOMULTI)) return false',
  }),
  filters({
    id: 'engine-alluni-wins',
    says: 'All-unicast lets in what is suppressed.',
    property: 'filter/extra-mode',
    clause: 'net.rx-mode.device.11',
    old: 'if (isOn(isGroup ? mode.NOMULTI : mode.NOUNI)) return false',
    new: 'if (isOn(isGroup ? mode.NOMULTI : mode.NOUNI)) return !isGroup && isOn(mode.ALLUNI)',
  }),
  filters({
    id: 'engine-nobcast-ignored',
    says: 'Suppression of broadcast is taken and suppresses nothing.',
    property: 'filter/extra-mode',
    clause: 'net.rx-mode.device.12',
    old: 'return !isOn(mode.NOBCAST)',
    new: 'return true',
  }),
  filters({
    id: 'engine-allmulti-broadcast',
    says: 'All-multicast lets suppressed broadcast in, which goes to a group too.',
    property: 'filter/extra-mode',
    clause: 'net.rx-mode.device.13',
    old: 'return !isOn(mode.NOBCAST)',
    new: 'return !isOn(mode.NOBCAST) || isOn(mode.ALLMULTI)',
  }),
]

/** Bugs of the engine's tables. */
const tables: readonly EngineBug[] = [
  filters({
    id: 'engine-mac-unlisted',
    says: 'Frames to any address come, listed or not.',
    property: 'filter/mac-table',
    clause: 'net.mac.device.4',
    old: ' || isListed(high, low)',
    new: ' || true',
  }),
  filters({
    id: 'engine-mac-one-table',
    says: 'Of the two tables only the first is looked at.',
    property: 'filter/mac-table',
    clause: 'net.mac.def.1',
    old: 'macCount[0] = macOverflow[0] === 1 ? 0 : unicast + multicast',
    new: 'macCount[0] = macOverflow[0] === 1 ? 0 : unicast',
  }),
  filters({
    id: 'engine-mac-table-late',
    says: 'MAC_TABLE_SET is acknowledged, and in force only once the next one comes.',
    property: 'filter/mac-table',
    clause: 'net.mac.device.2',
    old: 'macOverflow[0] = unicast + multicast > macCapacity ? 1 : 0',
    new: `const next = { first: memory.bytes.slice(first, first + 6 * unicast), second: memory.bytes.slice(second, second + 6 * multicast) }
      const { first: one = [], second: other = [] } = layout.later ?? {}
      layout.later = next
      memory.bytes.set([...one, ...other], first)
      unicast = one.length / 6
      multicast = other.length / 6
      second = first + one.length
      macOverflow[0] = 0`,
  }),
  {
    id: 'engine-mac-table-kept',
    says: 'Both tables of addresses survive a reset.',
    source: 'ours',
    property: 'filter/reset',
    clause: 'net.mac.device.1',
    file: 'engine/device.ts',
    old: 'clear(layout)',
    new: `const held = [layout.macHigh, layout.macLow, layout.macCount].map((column) => column.slice())
    clear(layout)
    ;[layout.macHigh, layout.macLow, layout.macCount].forEach((column, at) => column.set(held[at]))`,
  },
  {
    id: 'engine-vlans-kept',
    says: 'The table of VLANs survives a reset.',
    source: 'ours',
    property: 'filter/reset',
    clause: 'net.vlan.def.1',
    file: 'engine/device.ts',
    old: 'clear(layout)',
    new: `const held = layout.vlanBits.slice()
    clear(layout)
    layout.vlanBits.set(held)`,
  },
  commands({
    id: 'engine-address-shown-only',
    says: 'MAC_ADDR_SET changes what mac reads as, and not which frames come.',
    property: 'filter/mac-address',
    clause: 'net.mac.def.3',
    old: 'filter.setAddress(mac)',
    new: '',
  }),
  commands({
    id: 'engine-address-not-shown',
    says: 'MAC_ADDR_SET changes which frames come, and not what mac reads as.',
    property: 'filter/mac-address',
    clause: 'net.mac.device.3',
    old: 'space.setMac(mac)',
    new: '',
  }),
  commands({
    id: 'engine-mac-table-torn',
    says: 'MAC_TABLE_SET empties both tables before it looks at what is to stand in them.',
    property: 'filter/refused',
    clause: 'house.control.refused',
    old: "if (!offers('CTRL_RX') || length < 2 * countLength) return false",
    new: "filter.setTable(at, 0, at, 0)\n    if (!offers('CTRL_RX') || length < 2 * countLength) return false",
  }),
  commands({
    id: 'engine-vlan-endian',
    says: 'The VLAN id of a command is read as big-endian.',
    property: 'filter/vlan',
    clause: 'net.vlan.device.2',
    old: 'const vlan = view.getUint16(at, true)',
    new: 'const vlan = view.getUint16(at) & 0xfff',
  }),
  filters({
    id: 'engine-vlan-ignored',
    says: 'Every tagged frame comes, whatever the table of VLANs.',
    property: 'filter/vlan',
    clause: 'net.vlan.device.3',
    old: '(features & VLAN) !== 0 && isTagged && !isVlan',
    new: 'false && !isVlan',
  }),
  filters({
    id: 'engine-vlan-unasked',
    says: 'Tagged frames are filtered by an empty table although CTRL_VLAN was not negotiated.',
    property: 'filter/no-vlan',
    clause: 'net.vlan.device.1',
    old: '(features & VLAN) !== 0 && isTagged',
    new: 'isTagged',
  }),
  commands({
    id: 'engine-announce-stays',
    says: 'ANNOUNCE_ACK is acknowledged and ANNOUNCE stays set.',
    property: 'announce/acknowledge',
    clause: 'net.announce.device.1',
    old: 'space.setAnnounce(false)',
    new: '',
  }),
  {
    id: 'engine-generation-stays',
    says: 'The generation does not move when a command changes the configuration.',
    source: 'QEMU: virtio_notify_config alone moves it',
    property: 'config/generation',
    clause: 'core.config.def.1',
    file: 'engine/config-space.ts',
    old: "setMac: (mac) => has(config.offered, 'MAC') && put(offset.mac, mac)",
    new: 'setMac: (mac) => (space.set(mac, offset.mac), true)',
  },
  {
    id: 'engine-configuration-writable',
    says: 'The driver can write to the configuration.',
    source: 'firecracker d91a74c1b and cloud-hypervisor 4b120c370',
    property: 'config/read-only',
    clause: 'net.config.def.1',
    file: 'engine/device.ts',
    old: 'writeConfig() {}',
    new: 'writeConfig: (at, bytes) => space.put(at, bytes)',
  },
]

/** Bugs of the engine's receive filters, announcements and configuration. */
export const filterBugs: readonly EngineBug[] = [...modes, ...tables]
