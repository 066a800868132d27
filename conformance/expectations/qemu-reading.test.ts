import { describe, expect, test } from 'vitest'
import { bytes } from '../../model/kernel/bytes.ts'
import { readingsOf } from '../../model/net/frame-reading.ts'
import { type Quirk, readLikeQemu } from './qemu-reading.ts'

/** Put together by hand, field by field. */
const [source, destination] = ['20010db8000000000000000000000001', '20010db8000000000000000000000002']
const [home, care] = ['20010db800010000000000000000000a', '20010db800010000000000000000000b']
const ports = '0aea06e6'
const tcp = `${ports}00000001000000005010ffff00000000`
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const stations = '020000000001020000000002'
const ipv6 = (next: string, payload: string, length = payload.length / 2, tags = '') =>
  bytes(`${stations}${tags}86dd60000000${hex(length, 4)}${next}40${source}${destination}${payload}`)
const ipv4 = (payload: string, total = 20 + payload.length / 2, fragment = '0000', protocol = '06') =>
  bytes(
    `${stations}0800 4500${hex(total, 4)} 0001${fragment} 40${protocol}0000 c0a80001c0a80002 ${payload}`.replaceAll(
      ' ',
      '',
    ),
  )
const homeAddress = (next: string, pads = 4) => {
  const size = 2 + pads + 18
  return `${next}${hex(size / 8 - 1, 2)}${'00'.repeat(pads)}c910${home}`
}
const padded = (next: string) => `${next}00010400000000`
const routing = (next: string, type: number, left = 1) => `${next}02${hex(type, 2)}${hex(left, 2)}00000000${care}`
const authentication = (next: string) => `${next}020000${'00'.repeat(12)}`

const read = (frame: ReturnType<typeof ipv6>, ...quirks: readonly Quirk[]) =>
  readLikeQemu(frame, (quirk) => quirks.includes(quirk))
const addresses = source + destination
const six = (extended?: string, kind?: 'tcp' | 'udp') => ({
  family: 6,
  addresses,
  ...(extended === undefined ? {} : { extended }),
  ...(kind === undefined ? {} : { transport: { kind, ports } }),
})

describe('without a quirk a frame is read as the text has it', () => {
  test.each([
    ['TCP over IPv4', ipv4(tcp)],
    ['a fragment that has no ports', ipv4(tcp, 40, '0005')],
    ['ICMP', ipv4(tcp, 40, '0000', '01')],
    ['TCP over IPv6', ipv6('06', tcp)],
    ['TCP in a VLAN', ipv6('06', tcp, 20, '81000005')],
    ['a home address', ipv6('3c', homeAddress('06') + tcp)],
    ['both addresses', ipv6('2b', routing('3c', 2) + homeAddress('06') + tcp)],
    ['an address in vain', ipv6('2b', routing('06', 0) + tcp)],
    ['a later header', ipv6('3c', homeAddress('3c') + padded('06') + tcp)],
    ['an authentication header', ipv6('33', authentication('06') + tcp)],
    ['many options', ipv6('3c', homeAddress('06', 36) + tcp)],
    ['many headers', ipv6('3c', padded('3c').repeat(12) + homeAddress('06') + tcp)],
    ['Next Header 59', ipv6('3b', padded('06') + tcp)],
    ['padding behind a packet', ipv4(`${ports}0008abcd${'00'.repeat(12)}`, 28, '0000', '11')],
    ['no IP', bytes(`${stations}88b5${'00'.repeat(46)}`)],
    ['too little', bytes(`${stations}86dd60`)],
  ])('%s', (_, frame) => expect(readingsOf(frame)).toContainEqual(read(frame)))
})

describe('the quirks', () => {
  test('a later destination options header takes back the home address', () => {
    const frame = ipv6('3c', homeAddress('3c') + padded('06') + tcp)
    expect(read(frame)).toEqual(six(home + destination, 'tcp'))
    expect(read(frame, 'later-header')).toEqual(six(addresses, 'tcp'))
  })
  test('a later routing header takes back the address of a type 2', () => {
    const frame = ipv6('2b', routing('2b', 2) + routing('06', 4) + tcp)
    expect(read(frame)).toEqual(six(source + care, 'tcp'))
    expect(read(frame, 'later-header')).toEqual(six(addresses, 'tcp'))
    const counting = ipv6('2b', routing('2b', 4) + routing('06', 2) + tcp)
    expect(read(counting, 'later-header')).toEqual(six(source + care, 'tcp'))
    expect(read(ipv6('2b', routing('06', 2, 0) + tcp), 'later-header')).toEqual(six(addresses, 'tcp'))
  })
  test('bytes behind the packet are its headers', () => {
    const four = { family: 4, addresses: 'c0a80001c0a80002' }
    expect(read(ipv4(tcp, 23))).toEqual(four)
    expect(read(ipv4(tcp, 23), 'behind-packet')).toEqual({ ...four, transport: { kind: 'tcp', ports } })
    expect(read(ipv6('06', tcp, 3))).toEqual(six())
    expect(read(ipv6('06', tcp, 3), 'behind-packet')).toEqual(six(undefined, 'tcp'))
  })
  test('an authentication header is eight bytes too long', () => {
    const frame = ipv6('33', `${authentication('11')}${'11'.repeat(8)}${ports}0008abcd`)
    expect(read(frame, 'authentication-length')).toEqual(six(addresses, 'udp'))
  })
  test('Next Header 58 and 59 have a length and a next header', () => {
    expect(read(ipv6('3b', padded('06') + tcp), 'no-next-header')).toEqual(six(undefined, 'tcp'))
    expect(read(ipv6('3a', `${padded('11')}${ports}0008abcd`), 'no-next-header')).toEqual(six(undefined, 'udp'))
    expect(read(ipv6('3b', ''), 'no-next-header')).toBe('no-ip')
    expect(read(ipv6('3b', `1111${'00'.repeat(10)}`), 'no-next-header')).toBe('no-ip')
  })
  test('the thirty-first option is not looked at', () => {
    expect(read(ipv6('3c', homeAddress('06', 36) + tcp), 'thirty-options')).toEqual(six(addresses, 'tcp'))
    expect(read(ipv6('3c', homeAddress('06', 28) + tcp), 'thirty-options')).toEqual(six(home + destination, 'tcp'))
  })
  test('nor is the twelfth extension header', () => {
    const frame = (count: number) => ipv6('3c', padded('3c').repeat(count) + homeAddress('06') + tcp)
    expect(read(frame(10), 'eleven-headers')).toEqual(six(home + destination, 'tcp'))
    expect(read(frame(11), 'eleven-headers')).toEqual(six(addresses))
  })
})
