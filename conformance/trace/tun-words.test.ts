import { expect, it } from 'vitest'
import { numberedPacket } from '../../model/tun/numbered-packet.ts'
import { tunReferenceConfig } from '../targets/tun-reference.ts'
import { tunNotation } from './tun-shapes.ts'
import { tunSpeaker } from './tun-words.ts'

it('says what happens, frames by their numbers', () => {
  const speak = tunSpeaker()
  const bytes = numberedPacket(1, 1)
  expect(
    [
      speak({ kind: 'user.attaches', file: 1, name: 'device', flags: 0x1002 }),
      speak({ kind: 'wire.arrives', frame: 4, bytes }),
      speak({ kind: 'device.delivers', file: 1, bytes }),
      speak({ kind: 'device.returns', error: 'EAGAIN', value: 0 }),
      speak({ kind: 'user.teaches', file: 1, first: 3, count: 2 }),
    ].join('\n'),
  ).toBe(`user calls TUNSETIFF on file 1: device IFF_TAP|IFF_NO_PI
frame 4 is sent, 60 bytes
device delivers frame 4 on file 1
device returns EAGAIN
user writes a packet of each of 2 flows from 3 on to file 1`)
})

it('is written and read as it stands', () => {
  const head = {
    suite: { name: 'virtio-conformance', version: '1' },
    specification: 'virtio-v1.4-cs01',
    subject: 'tun',
    target: { name: 'linux-tun', version: '6.18' },
    config: tunReferenceConfig,
    seed: 1,
    property: 'tun/hash',
  }
  const log = [
    { kind: 'user.requests', file: 0, request: 'TUNSETOWNER', value: -1 },
    { kind: 'device.returns', error: 'EINVAL', value: 0 },
    { kind: 'device.rests' },
  ] as const
  expect(tunNotation.read(tunNotation.write({ head, log })).log).toEqual(log)
})
