import { describe, expect, test } from 'vitest'
import { features, flag, hex, netNotation, text } from './action-shapes.ts'
import { faultWords, type Shape } from './shape.ts'

const { action: actionShape, head: headShape } = netNotation

const wordsOf = (shape: Shape, value: unknown): string => {
  const fault = shape.fault(value)
  return fault === undefined ? 'right' : faultWords(fault)
}

test('bytes are pairs of lower-case hexadecimal digits', () => {
  for (const right of ['', '00', '09af']) expect(hex.fault(right)).toBeUndefined()
  for (const wrong of ['0', '0A', '0x00', '00 ', '0g', 7, ['00']])
    expect(hex.fault(wrong)).toEqual({ path: '', expected: 'bytes in lower-case hexadecimal', found: wrong })
})

test('text, flags and sets of features', () => {
  expect([text.fault(''), flag.fault(false), features.fault([])]).toEqual([undefined, undefined, undefined])
  expect(wordsOf(text, 1)).toBe('expected text, found 1')
  expect(wordsOf(flag, 0)).toBe('expected true or false, found 0')
  expect(features.fault(['VIRTIO_NET_F_RSS', 'bit 44'])).toBeUndefined()
  expect(wordsOf(features, ['VIRTIO_NET_F_RSS', 60])).toBe('[1]: expected the name of a feature, found 60')
  expect(wordsOf(features, ['VIRTIO_F_ANY'])).toBe('[0]: expected the name of a feature, found "VIRTIO_F_ANY"')
})

/** A right value of every kind, and the fields that it may go without. */
const actions: readonly (readonly [object, readonly string[]])[] = [
  [{ kind: 'driver.resets' }, []],
  [{ kind: 'driver.sets', bit: 'FEATURES_OK' }, []],
  [{ kind: 'driver.accepts', features: ['VIRTIO_F_VERSION_1'] }, []],
  [{ kind: 'driver.starts', size: 256, position: 65535 }, ['position']],
  [{ kind: 'driver.enables', size: 256, position: 65535 }, ['position']],
  [{ kind: 'driver.rewrites', features: ['VIRTIO_NET_F_MAC'] }, []],
  [{ kind: 'driver.reads', field: 'mac' }, []],
  [{ kind: 'driver.offers', queue: 0, chain: 1, lengths: [12, 0xffff_ffff], indirect: { direct: 0 } }, ['indirect']],
  [
    {
      kind: 'driver.transmits',
      queue: 1,
      chain: 1,
      frame: 1,
      bytes: '00',
      cuts: [1],
      indirect: { direct: 1, write: true },
    },
    ['indirect'],
  ],
  [
    { kind: 'driver.commands', chain: 1, command: { name: 'VQ_PAIRS_SET', pairs: 4 }, indirect: { direct: 1 } },
    ['indirect'],
  ],
  [{ kind: 'driver.notifies', queue: 1, on: true }, []],
  [{ kind: 'driver.awaits', queue: 1, event: 65535 }, []],
  [{ kind: 'driver.pesters', queue: 1 }, []],
  [{ kind: 'driver.resetsQueue', queue: 1 }, []],
  [{ kind: 'driver.reenables', queue: 1, size: 8, position: 3 }, ['position']],
  [{ kind: 'driver.rewinds', queue: 65535 }, []],
  [{ kind: 'driver.corrupts', queue: 1, chain: 4, how: 'loop' }, []],
  [{ kind: 'driver.suspends' }, []],
  [{ kind: 'driver.resumes' }, []],
  [{ kind: 'admin.links', up: true }, []],
  [{ kind: 'admin.announces' }, []],
  [{ kind: 'driver.writes', field: 'mac', value: '020000000001' }, []],
  [
    {
      kind: 'wire.arrives',
      frame: 1,
      bytes: '00',
      offload: { flags: 1, gsoType: 0, hdrLen: 9, gsoSize: 0, csumStart: 2, csumOffset: 2 },
    },
    ['offload'],
  ],
  [{ kind: 'device.agrees', ok: false }, []],
  [{ kind: 'device.shows', field: 'device_status', value: '0f' }, []],
  [{ kind: 'device.uses', queue: 0, chain: 1, length: 12, bytes: '', more: true, wrote: false }, ['more', 'wrote']],
  [{ kind: 'device.acknowledges', queue: 2, chain: 1, length: 1, bytes: '00', wrote: true }, ['wrote']],
  [{ kind: 'device.strays', queue: 2, head: 7, length: 1 }, []],
  [{ kind: 'device.scribbles', on: 'returned-buffer', queue: 1, chain: 2 }, ['queue', 'chain']],
  [{ kind: 'device.marks', queue: 1, on: 'ahead', avail: true, used: true, skipped: 2 }, []],
  [{ kind: 'device.sends', bytes: '00' }, []],
  [{ kind: 'device.interrupts', queue: 0 }, []],
  [{ kind: 'device.asks', queue: 0, flags: 65535 }, []],
  [{ kind: 'device.changes' }, []],
  [{ kind: 'device.fails', how: 'needs-reset', words: '' }, []],
  [{ kind: 'device.rests' }, []],
]

describe('an action', () => {
  test.each(actions)('%j is right, and says which field is missing', (action, mayMiss) => {
    expect(actionShape.fault(action)).toBeUndefined()
    for (const field of Object.keys(action)) {
      const less = Object.fromEntries(Object.entries(action).filter(([name]) => name !== field))
      const expected = mayMiss.includes(field) ? undefined : { path: `.${field}`, found: undefined }
      if (expected === undefined) expect(actionShape.fault(less)).toBeUndefined()
      else expect(actionShape.fault(less)).toMatchObject(expected)
    }
    expect(wordsOf(actionShape, { ...action, odd: 1 })).toBe('odd: expected no such field, found 1')
  })

  test('another kind is none, and all kinds are named', () => {
    const kinds = actions.map(([action]) => ('kind' in action ? action.kind : '')).join(', ')
    expect(wordsOf(actionShape, { kind: 'device.sleeps' })).toBe(
      `kind: expected one of ${kinds}, found "device.sleeps"`,
    )
  })

  test.each([
    [
      { kind: 'driver.sets', bit: 'NEEDS_RESET' },
      /^bit: expected one of ACKNOWLEDGE, DRIVER, FEATURES_OK, DRIVER_OK, FAILED,/,
    ],
    [{ kind: 'driver.starts', size: 0x8001 }, /^size: expected a whole number from 0 to 32768, found 32769$/],
    [{ kind: 'driver.starts', size: 1, position: 0x10000 }, /^position: expected a whole number from 0 to 65535,/],
    [
      { kind: 'driver.reads', field: 'mtuu' },
      /^field: expected one of mac, .*device_status, device_features, config_generation, found "mtuu"$/,
    ],
    [{ kind: 'driver.offers', queue: 0, chain: 1, lengths: [0x1_0000_0000] }, /^lengths\[0\]: .* 0 to 4294967295,/],
    [{ kind: 'device.fails', how: 'sleeps', words: '' }, /^how: expected one of hangs, dies, needs-reset,/],
    [
      { kind: 'device.scribbles', on: 'wall' },
      /^on: expected one of descriptor-table, available-ring, used-ring, device-readable, returned-buffer, foreign-memory,/,
    ],
  ])('%j: %s', (action, words) => {
    expect(wordsOf(actionShape, action)).toMatch(words)
  })
})

describe('a command', () => {
  const wordsOfCommand = (command: object) => wordsOf(actionShape, { kind: 'driver.commands', chain: 1, command })
  const rss = { name: 'RSS_CONFIG', hashTypes: 7, mask: 1, unclassified: 0, table: [0, 1], maxTxVq: 2, key: 'aa' }

  test.each([
    [rss],
    [{ name: 'HASH_CONFIG', hashTypes: 7, key: '' }],
    [{ name: 'RAW', class: 255, command: 255, data: '' }],
  ])('%j is right', (command) => {
    expect(wordsOfCommand(command)).toBe('right')
  })

  test.each([
    [
      { name: 'SET' },
      'command.name: expected one of VQ_PAIRS_SET, RSS_CONFIG, HASH_CONFIG, RX_MODE, MAC_TABLE_SET, MAC_ADDR_SET, VLAN_ADD, VLAN_DEL, ANNOUNCE_ACK, GUEST_OFFLOADS_SET, NOTF_COAL_TX_SET, NOTF_COAL_RX_SET, NOTF_COAL_VQ_SET, NOTF_COAL_VQ_GET, HASH_TUNNEL_SET, STATS_QUERY, STATS_GET, RSS_CTX_CAP_GET, RSS_CTX_ADD, RSS_CTX_MOD, RSS_CTX_DEL, RAW, found "SET"',
    ],
    [
      { name: 'RAW', class: 256, command: 0, data: '' },
      'command.class: expected a whole number from 0 to 255, found 256',
    ],
    [
      { name: 'RAW', class: 0, command: 256, data: '' },
      'command.command: expected a whole number from 0 to 255, found 256',
    ],
    [{ ...rss, mask: 65536 }, 'command.mask: expected a whole number from 0 to 65535, found 65536'],
    [{ ...rss, unclassified: 32768 }, 'command.unclassified: expected a whole number from 0 to 32767, found 32768'],
    [{ ...rss, table: [0, 32768] }, 'command.table[1]: expected a whole number from 0 to 32767, found 32768'],
    [{ ...rss, maxTxVq: 65536 }, 'command.maxTxVq: expected a whole number from 0 to 65535, found 65536'],
    [{ ...rss, key: 'AA' }, 'command.key: expected bytes in lower-case hexadecimal, found "AA"'],
    [{ name: 'VQ_PAIRS_SET', pairs: 65536 }, 'command.pairs: expected a whole number from 0 to 65535, found 65536'],
    [
      { name: 'HASH_CONFIG', hashTypes: 2 ** 32, key: '' },
      'command.hashTypes: expected a whole number from 0 to 4294967295, found 4294967296',
    ],
  ])('%j: %s', (command, words) => {
    expect(wordsOfCommand(command)).toBe(words)
  })
})

describe('the head', () => {
  const traits = { full: 'waits', blocks: false, pads: true }
  const config = {
    offered: ['VIRTIO_F_VERSION_1'],
    maxPairs: 4,
    mac: '525400000001',
    maxKeySize: 40,
    maxTableLength: 128,
    hashTypes: 63,
    traits,
  }
  const head = {
    format: 'virtio-conformance-trace/1',
    suite: { name: 'a', version: '1' },
    specification: 'any',
    target: { name: 'b', version: '2' },
    config,
    seed: -5,
    property: 'ring/wrap',
  }

  test('may go without what only a failure has', () => {
    expect(wordsOf(headShape, head)).toBe('right')
    expect(wordsOf(headShape, { ...head, session: -17, clause: 'x', by: 'device', because: 'so' })).toBe('right')
  })

  test.each([
    [{ ...head, by: 'me' }, 'by: expected one of driver, wire, device, backend, user, admin, pf, vf, time, found "me"'],
    [{ ...head, seed: 0.5 }, 'seed: expected a whole number, found 0.5'],
    [{ ...head, session: '1' }, 'session: expected a whole number, found "1"'],
    [{ ...head, property: 1 }, 'property: expected text, found 1'],
    [{ ...head, target: { name: 'b' } }, 'target.version: expected text, found nothing'],
    [
      { ...head, config: { ...config, maxPairs: 32769 } },
      'config.maxPairs: expected a whole number from 0 to 32768, found 32769',
    ],
    [
      { ...head, config: { ...config, maxKeySize: 256 } },
      'config.maxKeySize: expected a whole number from 0 to 255, found 256',
    ],
    [
      { ...head, config: { ...config, maxTableLength: 65536 } },
      'config.maxTableLength: expected a whole number from 0 to 65535, found 65536',
    ],
    [{ ...head, config: { ...config, mac: '5' } }, 'config.mac: expected bytes in lower-case hexadecimal, found "5"'],
    [
      { ...head, config: { ...config, traits: { ...traits, full: 'grows' } } },
      'config.traits.full: expected one of drops, waits, either, found "grows"',
    ],
    [{ ...head, colour: 'red' }, 'colour: expected no such field, found "red"'],
  ])('%#: %s', (wrong, words) => {
    expect(wordsOf(headShape, wrong)).toBe(words)
  })
})
