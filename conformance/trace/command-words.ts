import { match, P } from 'ts-pattern'
import { type Bytes, lengthOf, sliceOf } from '../../model/kernel/bytes.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { hashTypeNames } from '../../model/wire/hash-report.ts'
import type { RssConfig } from '../../model/wire/rss-config.ts'

/** A control command in words. */
export function commandWords(command: ControlCommand): string {
  return match(command)
    .with({ name: 'VQ_PAIRS_SET' }, ({ pairs }) => `VQ_PAIRS_SET ${pairs}`)
    .with({ name: 'RSS_CONFIG' }, (rss) => `RSS_CONFIG ${rssWords(rss)}`)
    .with(
      { name: 'HASH_CONFIG' },
      ({ hashTypes, key }) => `HASH_CONFIG types ${hashTypeNames(hashTypes)}, key ${keyWords(key)}`,
    )
    .with(
      { name: 'GUEST_OFFLOADS_SET' },
      ({ offloads }) => `GUEST_OFFLOADS_SET ${offloads.length === 0 ? 'none' : `bits ${offloads.join(' ')}`}`,
    )
    .with(
      { name: P.union('NOTF_COAL_TX_SET', 'NOTF_COAL_RX_SET') },
      ({ name, maxPackets, maxUsecs }) => `${name} ${maxPackets} packets, ${maxUsecs} µs`,
    )
    .with(
      { name: 'NOTF_COAL_VQ_SET' },
      ({ name, queue, reserved, maxPackets, maxUsecs }) =>
        `${name} q${queue}${reservedWords(reserved)}: ${maxPackets} packets, ${maxUsecs} µs`,
    )
    .with({ name: 'NOTF_COAL_VQ_GET' }, ({ name, queue, reserved }) => `${name} q${queue}${reservedWords(reserved)}`)
    .with({ name: 'HASH_TUNNEL_SET' }, ({ name, tunnels }) => `${name} 0x${tunnels.toString(16)}`)
    .with({ name: P.union('STATS_QUERY', 'RSS_CTX_CAP_GET') }, ({ name }) => name)
    .with(
      { name: 'STATS_GET' },
      ({ name, requests }) =>
        `${name} ${requests.map(({ queue, types }) => `q${queue} types ${types.join(' ') || 'none'}`).join('; ') || 'of nothing'}`,
    )
    .with(
      { name: P.union('RSS_CTX_ADD', 'RSS_CTX_MOD') },
      ({ name, id, rss }) => `${name} context ${id}: ${rssWords(rss)}`,
    )
    .with({ name: 'RSS_CTX_DEL' }, ({ name, id }) => `${name} context ${id}`)
    .with({ name: 'RX_MODE' }, ({ mode, on }) => `${mode} ${on ? 'on' : 'off'}`)
    .with(
      { name: 'MAC_TABLE_SET' },
      ({ unicast, multicast }) => `MAC_TABLE_SET ${macsWords(unicast)}; ${macsWords(multicast)}`,
    )
    .with({ name: 'MAC_ADDR_SET' }, ({ mac }) => `MAC_ADDR_SET ${macWords(mac)}`)
    .with({ name: 'VLAN_ADD' }, { name: 'VLAN_DEL' }, ({ name, vlan }) => `${name} ${vlan}`)
    .with({ name: 'ANNOUNCE_ACK' }, () => 'ANNOUNCE_ACK')
    .with({ name: 'RAW' }, (raw) => `class ${raw.class} command ${raw.command}, ${lengthOf(raw.data)} bytes of data`)
    .exhaustive()
}

function rssWords({ hashTypes, mask, unclassified, table, maxTxVq, key }: RssConfig): string {
  return [
    `types ${hashTypeNames(hashTypes)}`,
    `mask ${mask}`,
    `table [${table.join(' ')}]`,
    `unclassified ${unclassified}`,
    `max_tx_vq ${maxTxVq}`,
    `key ${keyWords(key)}`,
  ].join(', ')
}

const reservedWords = (reserved: number): string => (reserved === 0 ? '' : `, reserved 0x${reserved.toString(16)}`)

/** A MAC address in words. */
export const macWords = (mac: Bytes): string => (mac.match(/../g) ?? []).join(':')
const macsWords = (macs: readonly Bytes[]): string => macs.map(macWords).join(' ') || 'none'

const keyWords = (key: Bytes): string =>
  lengthOf(key) <= 4 ? key || 'none' : `${sliceOf(key, 0, 4)}… (${lengthOf(key)} bytes)`
