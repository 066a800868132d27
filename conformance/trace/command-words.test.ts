import { expect, test } from 'vitest'
import { bytes } from '../../model/kernel/bytes.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { commandWords } from './command-words.ts'

const rss = { hashTypes: 1, mask: 0, unclassified: 0, table: [0], maxTxVq: 1, key: bytes('') } as unknown // brands
test.each<[ControlCommand, string]>([
  [{ name: 'GUEST_OFFLOADS_SET', offloads: [] }, 'GUEST_OFFLOADS_SET none'],
  [{ name: 'GUEST_OFFLOADS_SET', offloads: [1, 46] }, 'GUEST_OFFLOADS_SET bits 1 46'],
  [{ name: 'NOTF_COAL_TX_SET', maxPackets: 2, maxUsecs: 3 }, 'NOTF_COAL_TX_SET 2 packets, 3 µs'],
  [
    { name: 'NOTF_COAL_VQ_SET', queue: 1, reserved: 16, maxPackets: 2, maxUsecs: 3 },
    'NOTF_COAL_VQ_SET q1, reserved 0x10: 2 packets, 3 µs',
  ],
  [{ name: 'NOTF_COAL_VQ_GET', queue: 1, reserved: 0 }, 'NOTF_COAL_VQ_GET q1'],
  [{ name: 'HASH_TUNNEL_SET', tunnels: 0x1f }, 'HASH_TUNNEL_SET 0x1f'],
  [{ name: 'STATS_QUERY' }, 'STATS_QUERY'],
  [{ name: 'STATS_GET', requests: [{ queue: 1, types: [16, 17] }] }, 'STATS_GET q1 types 16 17'],
  [{ name: 'STATS_GET', requests: [] }, 'STATS_GET of nothing'],
  [{ name: 'RSS_CTX_DEL', id: 3 }, 'RSS_CTX_DEL context 3'],
  [{ name: 'RAW', class: 5, command: 6, data: bytes('00') }, 'class 5 command 6, 1 bytes of data'],
])('%j', (command, words) => {
  expect(commandWords(command)).toBe(words)
})

test('a context says what it configures', () => {
  const command = { name: 'RSS_CTX_ADD', id: 2, reserved: bytes('000000000000'), rss } as ControlCommand // as above
  expect(commandWords(command)).toMatch(/^RSS_CTX_ADD context 2: types IPv4, mask 0, table \[0\]/)
})
