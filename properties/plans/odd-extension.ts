import fc from 'fast-check'
import { type Bytes, bytes, noBytes } from '../../model/kernel/bytes.ts'
import {
  HOME_ADDRESS_OPTION,
  homeAddress,
  type Ipv6Extension,
  PAD_N,
  ROUTING_TYPE_2,
  routingType2,
} from '../../model/wire/ipv6-extension.ts'
import { ipv6, octets } from './flow.ts'

type Chain = readonly Ipv6Extension[]

const padding = { type: PAD_N, data: bytes('00000000') }
const hopByHop: Ipv6Extension = { kind: 'hop-by-hop', options: [padding] }
const destination: Ipv6Extension = { kind: 'destination', options: [padding] }

/** A home address behind so many bytes of padding, one option each: four more than a multiple of eight. */
function homeBehind(count: number, home: Bytes): Ipv6Extension {
  const pads = Array.from({ length: count }, () => ({ type: 0, data: noBytes }))
  return { kind: 'destination', options: [...pads, { type: HOME_ADDRESS_OPTION, data: home }] }
}

/** A routing header with an address that is in no place that counts; the packet has been there. */
const otherRouting = (type: number, address: Bytes): Ipv6Extension => ({
  kind: 'routing',
  type,
  segmentsLeft: 0,
  data: bytes(`00000000${address}`),
})

const type2With = (segmentsLeft: number, address: Bytes): Ipv6Extension => ({
  kind: 'routing',
  type: ROUTING_TYPE_2,
  segmentsLeft,
  data: bytes(`00000000${address}`),
})

const fragment = (offset: number, more: boolean): Ipv6Extension => ({
  kind: 'fragment',
  offset,
  more,
  identification: 0x1d,
})

const pairs = fc.tuple(ipv6, ipv6)

/** The addresses that count stand far from the front, among other headers, or before headers of the same kind. */
export const farExtensions: fc.Arbitrary<Chain> = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(28, 36, 60), ipv6).map(([n, home]) => [homeBehind(n, home)]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 11, max: 14 }), ipv6, fc.boolean())
      .map(([count, home, last]) => [
        ...Array.from({ length: count }, () => destination),
        ...(last ? [homeAddress(home)] : []),
      ]),
  },
  { weight: 2, arbitrary: ipv6.map((home) => [homeAddress(home), destination]) },
  { weight: 1, arbitrary: pairs.map(([home, next]) => [hopByHop, homeAddress(home), routingType2(next), destination]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 3, 4), pairs)
      .map(([type, [next, passed]]) => [routingType2(next), otherRouting(type, passed)]),
  },
)

/** Headers that hold an address that does not count. */
export const vainExtensions: fc.Arbitrary<Chain> = fc.oneof(
  fc.tuple(fc.constantFrom(0, 1, 3, 4), ipv6).map(([type, address]) => [otherRouting(type, address)]),
  ipv6.map((home) => [
    {
      kind: 'hop-by-hop' as const,
      options: [
        { type: PAD_N, data: bytes('0000') },
        { type: HOME_ADDRESS_OPTION, data: home },
      ],
    },
  ]),
)

/** Chains of which the text leaves open what they are, or which address counts. */
export const openExtensions: fc.Arbitrary<Chain> = fc.oneof(
  fc.constantFrom<Chain>([fragment(0, true)], [fragment(0, false)], [fragment(5, true)], [fragment(5, false)]),
  fc.tuple(ipv6, fc.constantFrom(0, 5)).map(([home, offset]) => [homeAddress(home), fragment(offset, true)]),
  pairs.map(([first, second]) => [homeAddress(first), homeAddress(second)]),
  pairs.map(([first, second]) => [routingType2(first), routingType2(second)]),
  fc.tuple(fc.constantFrom(0, 2), ipv6).map(([left, address]) => [type2With(left, address)]),
  ipv6.map((home) => [homeAddress(home), hopByHop]),
  octets(12).map((data) => [{ kind: 'authentication' as const, data }]),
  fc.tuple(octets(12), ipv6).map(([data, home]) => [homeAddress(home), { kind: 'authentication' as const, data }]),
)
