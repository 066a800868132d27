import { featuresNamed } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import type { Watch } from './watch.ts'

const VLAN = featuresNamed(['VIRTIO_NET_F_CTRL_VLAN'])
const isTagged = (frame: string): boolean => frame.slice(24, 28) === '8100'

/** Frames of which `isLost` says so never come. */
const losing = (bug: Omit<ReactionBug, 'wrap'>, isLost: (frame: string, watch: Watch) => boolean): ReactionBug => ({
  ...bug,
  wrap: (session) =>
    altered(
      session,
      () => (entry, watch) => (watch.isPlacement(entry) && isLost(watch.frameIn(entry), watch) ? [] : [entry]),
    ),
})

/** Commands of which `isMine` says so are turned down. */
const turning = (bug: Omit<ReactionBug, 'wrap'>, isMine: (command: ControlCommand) => boolean): ReactionBug => ({
  ...bug,
  wrap: (session) =>
    altered(session, () => (entry, watch) => {
      const last = entry.kind === 'device.acknowledges' ? watch.acknowledged.at(-1)?.command : undefined
      const mine = last !== undefined && isMine(last)
      return [mine && entry.kind === 'device.acknowledges' ? { ...entry, bytes: bytes('01') } : entry]
    }),
})

const isMode = (command: ControlCommand, isBasic: boolean): boolean =>
  command.name === 'RX_MODE' && (command.mode === 'PROMISC' || command.mode === 'ALLMULTI') === isBasic

/** Seeded bugs of what is received. */
export const filterBugs: readonly ReactionBug[] = [
  turning(
    {
      id: 'rx-modes-unknown',
      says: 'CTRL_RX is negotiated and its receive modes turned down.',
      source: 'ours',
      property: 'filter/mode',
      clause: 'net.rx-mode.device.1',
    },
    (command) => isMode(command, true),
  ),
  turning(
    {
      id: 'rx-extra-modes-unknown',
      says: 'CTRL_RX_EXTRA is negotiated and its receive modes turned down.',
      source: 'ours',
      property: 'filter/extra-mode',
      clause: 'net.rx-mode.device.5',
    },
    (command) => isMode(command, false),
  ),
  turning(
    {
      id: 'long-table-turned-down',
      says: 'MAC_TABLE_SET with more than 64 addresses is turned down.',
      source: 'ours: the engine had it beyond 1024 addresses',
      property: 'filter/long-table',
      clause: 'net.mac.def.2',
    },
    (command) => command.name === 'MAC_TABLE_SET' && command.unicast.length + command.multicast.length > 64,
  ),
  losing(
    {
      id: 'broadcast-lost',
      says: 'With CTRL_RX negotiated no broadcast comes, since no table lists it.',
      source: 'ours',
      property: 'filter/mac-table',
      clause: 'house.frame.lost',
    },
    (frame) => frame.startsWith('ffffffffffff'),
  ),
  losing(
    {
      id: 'tagged-lost',
      says: 'Tagged frames are lost where CTRL_VLAN was not negotiated.',
      source: 'ours',
      property: 'filter/no-vlan',
      clause: 'net.vlan.device.1',
    },
    (frame, { features }) => isTagged(frame) && !includes(features, VLAN),
  ),
  losing(
    {
      id: 'untagged-lost',
      says: 'Frames without a tag are lost where CTRL_VLAN was negotiated.',
      source: 'ours',
      property: 'filter/vlan',
      clause: 'net.vlan.def.2',
    },
    (frame, { features }) => !isTagged(frame) && includes(features, VLAN),
  ),
  losing(
    {
      id: 'listed-vlan-lost',
      says: 'Tagged frames are lost, whatever the table of VLANs.',
      source: 'ours',
      property: 'filter/vlan',
      clause: 'net.vlan.device.2',
    },
    (frame, { features }) => isTagged(frame) && includes(features, VLAN),
  ),
  losing(
    {
      id: 'listed-station-lost',
      says: 'Frames to stations that MAC_TABLE_SET lists are lost.',
      source: 'ours',
      property: 'filter/mac-table',
      clause: 'net.mac.device.2',
    },
    (frame, { acknowledged }) =>
      acknowledged.some(({ command }) => command.name === 'MAC_TABLE_SET') && frame.startsWith('02aa'),
  ),
]
