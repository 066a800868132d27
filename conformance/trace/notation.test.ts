import { describe, expect, test } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import { pairIndex, queueIndex, ringPosition } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { Entry } from '../../properties/target.ts'
import { specification } from '../report/suite.ts'
import { toyConfig } from '../run/toy/machine.fixture.ts'
import { netNotation } from './action-shapes.ts'
import { subjectIn } from './notation.ts'
import { readTrace, TraceError } from './read.ts'
import type { Trace } from './trace.ts'
import { writeTrace } from './write.ts'

const queue = queueIndex(3)
const log: readonly Entry[] = [
  { kind: 'driver.resets' },
  { kind: 'driver.sets', bit: 'ACKNOWLEDGE' },
  { kind: 'driver.accepts', features: featuresNamed(['VIRTIO_NET_F_MAC', 'VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_IPSEC']) },
  { kind: 'device.agrees', ok: true },
  { kind: 'driver.starts', size: 256 },
  { kind: 'driver.starts', size: 256, position: ringPosition(65530) },
  { kind: 'driver.reads', field: 'device_status' },
  { kind: 'device.shows', field: 'device_status', value: bytes('0f') },
  { kind: 'driver.offers', queue, chain: 1, lengths: [12, 1514] },
  { kind: 'driver.transmits', queue, chain: 2, frame: 1, bytes: bytes('00ff'), cuts: [1] },
  { kind: 'driver.commands', chain: 3, command: { name: 'VQ_PAIRS_SET', pairs: 2 } },
  {
    kind: 'driver.commands',
    chain: 4,
    command: {
      name: 'RSS_CONFIG',
      hashTypes: 7,
      mask: 1,
      unclassified: pairIndex(0),
      table: [pairIndex(0), pairIndex(1)],
      maxTxVq: 2,
      key: bytes('aa'),
    },
  },
  { kind: 'driver.commands', chain: 5, command: { name: 'HASH_CONFIG', hashTypes: 7, key: bytes('') } },
  { kind: 'driver.commands', chain: 6, command: { name: 'RAW', class: 9, command: 1, data: bytes('01') } },
  { kind: 'driver.notifies', queue, on: false },
  { kind: 'wire.arrives', frame: 2, bytes: bytes('0102') },
  { kind: 'device.uses', queue, chain: 1, length: 14, bytes: bytes('0102') },
  { kind: 'device.acknowledges', queue, chain: 3, length: 1, bytes: bytes('00') },
  { kind: 'device.strays', queue, head: 7, length: 0 },
  { kind: 'device.scribbles', on: 'foreign-memory' },
  { kind: 'device.scribbles', on: 'returned-buffer', queue, chain: 1 },
  { kind: 'device.sends', bytes: bytes('00ff') },
  { kind: 'device.interrupts', queue },
  { kind: 'device.fails', how: 'dies', words: 'panic\n"at" 0' },
  { kind: 'device.rests' },
]
const trace: Trace = {
  head: {
    suite: { name: 'virtio-conformance', version: '0.1.0' },
    specification: 'virtio-v1.4-cs01',
    target: { name: 'toy', version: '1' },
    config: { ...toyConfig, offered: featuresNamed(['VIRTIO_NET_F_RSS']) },
    seed: -5,
    session: 17,
    property: 'ring/conservation',
    clause: 'net.rss.device.5',
    by: 'device',
    because: 'it is so',
  },
  log,
}
const text = writeTrace(trace)
const lines = text.split('\n')

function messageOf(wrong: string): string {
  try {
    readTrace(wrong)
  } catch (error) {
    if (error instanceof TraceError) return error.message
  }
  return 'no TraceError'
}

test('what was written is read back, every action of the vocabulary', () => {
  expect(readTrace(text)).toEqual(trace)
  const { clause: _, by: __, because: ___, session: ____, ...head } = trace.head
  const plain: Trace = { head, log: [{ kind: 'device.rests' }] }
  expect(readTrace(writeTrace(plain))).toEqual(plain)
})

test('a trace reads without this program: names of features, bytes in hexadecimal', () => {
  expect(lines).toHaveLength(log.length + 2)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    format: 'virtio-conformance-trace/1',
    specification: 'virtio-v1.4-cs01',
    config: { offered: ['VIRTIO_NET_F_RSS'], mac: '525400000001' },
  })
  expect(lines[3]).toBe(
    '{"kind":"driver.accepts","features":["VIRTIO_NET_F_MAC","VIRTIO_F_VERSION_1","VIRTIO_NET_F_IPSEC"]}',
  )
})

describe('what is wrong is named by line, field and what was expected', () => {
  const changed = (line: number, from: string, to: string): string => {
    const before = lines[line - 1] ?? ''
    expect(before).toContain(from)
    return lines.map((one, index) => (index === line - 1 ? one.replace(from, to) : one)).join('\n')
  }
  const cases: readonly (readonly [string, string, string])[] = [
    ['empty', '', 'line 1: the file is empty: expected a head line with format "virtio-conformance-trace/1"'],
    ['cut in a line', text.slice(0, -4), 'line 26: the file is cut off: expected a line feed at its end'],
    [
      'cut between lines',
      `${lines.slice(0, 9).join('\n')}\n`,
      'line 9: the file is cut off: expected device.rests as the last action',
    ],
    [
      'no head',
      `${lines.slice(1).join('\n')}`,
      'line 1: format: expected a head line with format "virtio-conformance-trace/1", found nothing',
    ],
    [
      'another format',
      changed(1, 'trace/1', 'trace/2'),
      'line 1: format: expected a head line with format "virtio-conformance-trace/1", found "virtio-conformance-trace/2"',
    ],
    [
      'another specification',
      changed(1, 'virtio-v1.4-cs01', 'virtio-v1.3'),
      'line 1: specification: expected "virtio-v1.4-cs01", found "virtio-v1.3"',
    ],
    [
      'no such clause',
      changed(1, 'net.rss.device.5', 'net.rss.x'),
      'line 1: clause: expected the id of a clause, found "net.rss.x"',
    ],
    [
      'a bad head',
      changed(1, '"blocks":true', '"blocks":1'),
      'line 1: config.traits.blocks: expected true or false, found 1',
    ],
    [
      'no JSON',
      changed(5, '{', '('),
      'line 5: expected a JSON object, found "(\\"kind\\":\\"device.agrees\\",\\"ok\\":true}"',
    ],
    ['no object', changed(2, '{"kind":"driver.resets"}', '7'), 'line 2: expected an object with kind, found 7'],
    [
      'a feature',
      changed(4, 'F_IPSEC', 'F_NONE'),
      'line 4: features[2]: expected the name of a feature, found "VIRTIO_NET_F_NONE"',
    ],
    [
      'a number',
      changed(10, '"queue":3', '"queue":-1'),
      'line 10: queue: expected a whole number from 0 to 65535, found -1',
    ],
    [
      'a list item',
      changed(10, '1514', '"x"'),
      'line 10: lengths[1]: expected a whole number from 0 to 4294967295, found "x"',
    ],
    ['bytes', changed(17, '0102', '012'), 'line 17: bytes: expected bytes in lower-case hexadecimal, found "012"'],
    [
      'a missing field',
      changed(12, ',"pairs":2', ''),
      'line 12: command.pairs: expected a whole number from 0 to 65535, found nothing',
    ],
    ['a stranger', changed(2, '}', ',"x":1}'), 'line 2: x: expected no such field, found 1'],
    [
      'a table',
      changed(13, '[0,1]', '0'),
      'line 13: command.table: expected a list, each a whole number from 0 to 32767, found 0',
    ],
  ]
  test.each(cases)('%s', (_, wrong, message) => {
    expect(messageOf(wrong)).toBe(message)
  })

  test('an unknown action', () => {
    expect(() => readTrace(changed(2, 'driver.resets', 'driver.sleeps'))).toThrow(
      /^line 2: kind: expected one of driver.resets, .*device.rests, found "driver.sleeps"$/,
    )
  })
})

describe('the subject of a trace', () => {
  const trace: Trace = {
    head: {
      suite: { name: 'a', version: '1' },
      specification,
      target: { name: 'b', version: '2' },
      config: toyConfig,
      seed: 1,
      property: 'toy/offers',
    },
    log: [{ kind: 'device.rests' }],
  }

  test('is the network device unless the head says otherwise', () => {
    expect(subjectIn(writeTrace(trace))).toBe('net')
    const named = writeTrace({ ...trace, head: { ...trace.head, subject: 'net' } })
    expect(readTrace(named).head.subject).toBe('net')
    expect(readTrace(writeTrace(trace)).head).not.toHaveProperty('subject')
    const other = named.replace('"subject":"net"', '"subject":"kettle"')
    expect(subjectIn(other)).toBe('kettle')
    expect(() => netNotation.read(other)).toThrow('line 1: subject: expected one of net, found "kettle"')
  })

  test('cannot be told of what is no trace', () => {
    expect(() => subjectIn('{}\n')).toThrow(TraceError)
    expect(() => subjectIn(writeTrace(trace).replace('"target"', '"subject":7,"target"'))).toThrow(
      'subject: expected text',
    )
  })
})
