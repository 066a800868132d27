import { describe, expect, test } from 'vitest'
import { bytes } from '../kernel/bytes.ts'
import { hashesOf } from './hash.ts'

/** Put together by hand, field by field: nothing here knows how frames are encoded. */
const [source, destination] = ['20010db8000000000000000000000001', '20010db8000000000000000000000002']
const [home, other] = ['20010db800010000000000000000000a', '20010db800010000000000000000000b']
const ports = '0aea06e6'
const tcp = `${ports}00000001000000005010ffff00000000`
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const frame = (next: string, payload: string, length = payload.length / 2) =>
  bytes(`020000000001020000000002${'86dd'}60000000${hex(length, 4)}${next}40${source}${destination}${payload}`)
const homeAddress = (next: string, address = home) => `${next}02 0102 0000 c910${address}`.replaceAll(' ', '')
const padded = (next: string) => `${next}00010400000000`
const authentication = (next: string) => `${next}020000${'00'.repeat(12)}`
const hash = (report: number, input: string) => ({ report, input })
const none = { report: 0 }
const EVERY = 0x1ff

describe('hop-by-hop options', () => {
  test('in front are skipped', () => {
    expect(hashesOf(frame('00', padded('06') + tcp), EVERY)).toEqual([hash(8, source + destination + ports)])
  })
  test('elsewhere may be a header that is not known, in a packet that has extension headers in any case', () => {
    const behind = frame('3c', homeAddress('00') + padded('06') + tcp)
    expect(hashesOf(behind, EVERY)).toEqual([hash(8, home + destination + ports), hash(7, home + destination), none])
    expect(hashesOf(behind, 0x010)).toEqual([hash(5, source + destination + ports), none])
  })
})

describe('a header that not everybody can skip', () => {
  test('hides the home address behind it, or not; the packet has extension headers beside it', () => {
    const behind = frame('33', authentication('3c') + homeAddress('06') + tcp)
    expect(hashesOf(behind, EVERY)).toEqual([
      hash(8, home + destination + ports),
      hash(7, source + destination),
      hash(4, source + destination),
      none,
    ])
  })
  test('behind a home address leaves that and the question of what follows', () => {
    const behind = frame('3c', homeAddress('33') + authentication('06') + tcp)
    expect(hashesOf(behind, EVERY)).toEqual([hash(8, home + destination + ports), hash(7, home + destination), none])
  })
  test('twice', () => {
    const behind = frame('33', authentication('33') + authentication('06') + tcp)
    const plain = source + destination
    expect(hashesOf(behind, EVERY)).toEqual([
      ...[hash(8, plain + ports), hash(5, plain + ports)],
      ...[hash(7, plain), hash(4, plain)],
      none,
    ])
  })
})

describe('a destination options header that is cut off', () => {
  /** Its length says 32 bytes; 24 are there. */
  const cut = `0603${homeAddress('06').slice(4)}`
  test('may count or not, and its home address where that is whole', () => {
    const [plain, ex] = [hash(4, source + destination), hash(7, source + destination)]
    expect(hashesOf(frame('3c', cut), EVERY)).toEqual([ex, plain, hash(7, home + destination), none])
    for (const there of [46, 12, 0])
      expect(hashesOf(frame('3c', cut.slice(0, there)), EVERY)).toEqual([ex, plain, none])
  })
  test('what came before it counts', () => {
    expect(hashesOf(frame('3c', homeAddress('3c', other) + cut), EVERY)).toEqual([
      hash(7, other + destination),
      hash(7, home + destination),
      none,
    ])
  })
})

describe('a payload length of 0', () => {
  test('nothing follows, or it stands for more than 16 bits hold', () => {
    const plain = source + destination
    expect(hashesOf(frame('06', tcp, 0), EVERY)).toEqual([hash(5, plain + ports), hash(4, plain), none])
    const jumbo = `0600c20400000014${tcp}`
    expect(hashesOf(frame('00', jumbo, 0), EVERY)).toEqual([
      hash(8, plain + ports),
      hash(7, plain),
      hash(4, plain),
      none,
    ])
  })
  test('nothing is open where nothing follows in any case', () => {
    expect(hashesOf(frame('3b', '', 0), EVERY)).toEqual([hash(4, source + destination)])
    expect(hashesOf(frame('3b', tcp, 0), EVERY)).toEqual([hash(4, source + destination)])
  })
})

test.each(['3a', '3b'])('Next Header %s is no extension header, whatever follows', (next) => {
  const plain = source + destination
  expect(hashesOf(frame(next, `0600${'00'.repeat(6)}${tcp}`), EVERY)).toEqual([hash(4, plain)])
  expect(hashesOf(frame(next, ''), 0x1f0)).toEqual([none])
})

test('more than thirty options before the home address hide nothing', () => {
  const options = `${'00'.repeat(36)}c910${home}${'00'.repeat(6)}`
  expect(hashesOf(frame('3c', `0607${options.padEnd(124, '0')}${tcp}`), EVERY)).toEqual([
    hash(8, home + destination + ports),
  ])
})

test('nor do more than eleven extension headers', () => {
  const many = padded('3c').repeat(11) + homeAddress('06')
  expect(hashesOf(frame('3c', many + tcp), EVERY)).toEqual([hash(8, home + destination + ports)])
})

test('a later header of a kind does not take back the address of an earlier one', () => {
  const later = homeAddress('3c') + padded('06')
  expect(hashesOf(frame('3c', later + tcp), EVERY)).toEqual([hash(8, home + destination + ports)])
})
