import { expect, test } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import { pairIndex, queueIndex, ringPosition } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { Entry } from '../../properties/target.ts'
import { transcript } from './transcript.ts'

const q0 = queueIndex(0)
const frame = `5254001234560200000000010800450000280001000040060000${'0a0000010a000002'}04d20050`
const said = (...log: readonly Entry[]) => transcript(log).map((line) => line.slice(3))

test('a story of negotiation, commands and frames', () => {
  const header = `000000000000000000000100${'efbeadde'}02000000`
  expect(
    said(
      { kind: 'driver.resets' },
      { kind: 'driver.accepts', features: featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_HASH_REPORT']) },
      { kind: 'device.agrees', ok: true },
      { kind: 'driver.starts', size: 256, position: ringPosition(65530) },
      { kind: 'driver.offers', queue: q0, chain: 1, lengths: [20, 1514] },
      { kind: 'wire.arrives', frame: 3, bytes: bytes(frame) },
      { kind: 'device.uses', queue: q0, chain: 1, length: 58, bytes: bytes(`${header}${frame}`) },
      { kind: 'device.interrupts', queue: q0 },
      { kind: 'device.rests' },
    ),
  ).toEqual([
    'driver resets the device',
    'driver accepts VERSION_1, HASH_REPORT',
    'device agrees',
    'driver starts, rings of 256 from position 65530',
    'driver offers q0 c1: 20 + 1514 bytes',
    'wire: f3 TCP 10.0.0.1:1234 > 10.0.0.2:80, 38 bytes arrives',
    'device uses q0 c1, len 58: f3, hash 0xdeadbeef reported as TCPv4',
    'device interrupts for q0',
    'device rests',
  ])
})

test('without HASH_REPORT the header has 12 bytes; frames are known by their bytes, padded ones too', () => {
  const header = '000000000000000000000100'
  const uses = (content: string): Entry => ({
    kind: 'device.uses',
    queue: q0,
    chain: 1,
    length: 9,
    bytes: bytes(content),
  })
  expect(
    said(
      { kind: 'driver.transmits', queue: queueIndex(1), chain: 2, frame: 4, bytes: bytes(frame), cuts: [14, 34] },
      { kind: 'device.sends', bytes: bytes(frame) },
      uses(`${header}${frame}0000`),
      uses(`${header}5254`),
      uses(header),
    ),
  ).toEqual([
    'driver transmits q1 c2: f4 TCP 10.0.0.1:1234 > 10.0.0.2:80, 38 bytes, cut at 14, 34',
    'device sends f4',
    'device uses q0 c1, len 9: f4',
    'device uses q0 c1, len 9: an unknown frame, a frame cut short, 2 bytes',
    'device uses q0 c1, len 9',
  ])
})

test('commands and acknowledgements', () => {
  const table = [0, 1].map(pairIndex)
  const command = (entry: Extract<Entry, { kind: 'driver.commands' }>['command']): Entry => ({
    kind: 'driver.commands',
    chain: 5,
    command: entry,
  })
  const acknowledges = (ack: string): Entry => ({
    kind: 'device.acknowledges',
    queue: q0,
    chain: 5,
    length: 1,
    bytes: bytes(ack),
  })
  expect(
    said(
      command({ name: 'VQ_PAIRS_SET', pairs: 2 }),
      command({
        name: 'RSS_CONFIG',
        hashTypes: 0,
        mask: 1,
        unclassified: pairIndex(1),
        table,
        maxTxVq: 2,
        key: bytes('6d5a56da25'),
      }),
      command({ name: 'HASH_CONFIG', hashTypes: 0, key: bytes('') }),
      command({ name: 'RAW', class: 9, command: 1, data: bytes('0102') }),
      acknowledges('00'),
      acknowledges('01'),
      acknowledges('7f'),
      acknowledges(''),
    ),
  ).toEqual([
    'driver commands c5: VQ_PAIRS_SET 2',
    'driver commands c5: RSS_CONFIG types none, mask 1, table [0 1], unclassified 1, max_tx_vq 2, key 6d5a56da… (5 bytes)',
    'driver commands c5: HASH_CONFIG types none, key none',
    'driver commands c5: class 9 command 1, 2 bytes of data',
    'device acknowledges c5, len 1: OK',
    'device acknowledges c5, len 1: ERR',
    'device acknowledges c5, len 1: 0x7f',
    'device acknowledges c5, len 1: 0x(nothing)',
  ])
})

test('fields, misbehaviour and the rest', () => {
  expect(
    said(
      { kind: 'driver.sets', bit: 'DRIVER_OK' },
      { kind: 'driver.accepts', features: featuresNamed([]) },
      { kind: 'device.agrees', ok: false },
      { kind: 'driver.starts', size: 8 },
      { kind: 'driver.reads', field: 'mac' },
      { kind: 'device.shows', field: 'mac', value: bytes('525400000001') },
      { kind: 'device.shows', field: 'max_virtqueue_pairs', value: bytes('0401') },
      { kind: 'device.shows', field: 'device_status', value: bytes('4f') },
      { kind: 'device.shows', field: 'supported_hash_types', value: bytes('ff010000') },
      { kind: 'driver.notifies', queue: q0, on: true },
      { kind: 'driver.notifies', queue: q0, on: false },
      { kind: 'device.strays', queue: q0, head: 9, length: 4 },
      { kind: 'device.scribbles', on: 'foreign-memory' },
      { kind: 'device.scribbles', on: 'returned-buffer', queue: q0, chain: 2 },
      { kind: 'device.fails', how: 'dies', words: 'one\ntwo' },
      { kind: 'device.fails', how: 'needs-reset', words: 'odd' },
    ),
  ).toEqual(
    [
      'driver sets DRIVER_OK',
      'driver accepts no feature',
      'device declines: FEATURES_OK reads back clear',
      'driver starts, rings of 8',
      'driver reads mac',
      'device shows mac = 52:54:00:00:00:01',
      'device shows max_virtqueue_pairs = 260',
      'device shows device_status = 0x4f',
      'device shows supported_hash_types = 0x1ff',
      'driver turns notifications of q0 on',
      'driver turns notifications of q0 off',
      'device uses q0 id 9, len 4: no such chain is outstanding',
      'device writes where it must not: foreign-memory',
      'device writes where it must not: returned-buffer q0 c2',
      'device dies: one | two',
      'device asks for a reset: odd',
    ].map((line) => ` ${line}`), // numbers have two digits here
  )
})

test('remarks stand below their entries, and numbers begin with 1', () => {
  const resets = { kind: 'driver.resets' } as const
  expect(transcript([resets, resets], [{ at: 0, text: 'why' }])).toEqual([
    '1  driver resets the device',
    '   ^ why',
    '2  driver resets the device',
  ])
})

test('a queue is reset and enabled anew', () => {
  expect(
    said(
      { kind: 'driver.resetsQueue', queue: q0 },
      { kind: 'driver.reenables', queue: q0, size: 64 },
      { kind: 'driver.reenables', queue: q0, size: 8, position: ringPosition(7) },
    ),
  ).toEqual([
    'driver resets q0',
    'driver enables q0 anew, a ring of 64',
    'driver enables q0 anew, a ring of 8 from position 7',
  ])
})
