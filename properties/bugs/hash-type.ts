import type { NetHeader } from '../../model/wire/net-header.ts'
import type { ReactionBug } from './reaction-bug.ts'
import { type HeaderChange, hashUnder, rewriting, withHash } from './rewriting.ts'

/** Hash types: those over addresses alone, those without extension headers, those with, and all. */
const ADDRESSES = 0x009
const PLAIN = 0x03f
const EXTENDED = 0x1c0
const EVERY = 0x1ff
/** Codes of the types over IPv6 addresses: the first without extension headers, the first with. */
const FIRST_IPV6 = 4
const FIRST_EXTENDED = 7
/** From the code of a type without extension headers to that of its twin. */
const TWIN = 3

const isExtended: (...of: Parameters<HeaderChange>) => boolean = (_, use, watch) =>
  hashUnder(use, watch, () => EXTENDED) !== undefined

const noHash = (header: NetHeader): NetHeader => ({ ...header, hashReport: 0, hashValue: 0 })

/** Seeded bugs of which type a received frame is hashed by, and over which fields. */
export const hashTypeBugs: readonly ReactionBug[] = [
  rewriting(
    {
      id: 'hash-unasked-addresses',
      says: 'Where no enabled type fits, the hash over the addresses is reported all the same.',
      source: 'ours',
      property: 'hash-report/type',
      clause: 'net.hash.def.4',
    },
    (header, use, watch) =>
      header.hashReport === 0
        ? withHash(
            header,
            hashUnder(use, watch, () => ADDRESSES),
          )
        : header,
  ),
  rewriting(
    {
      id: 'hash-extensions-not-skipped',
      says: 'A packet with extension headers is not hashed where no type for them is enabled.',
      source: 'ours',
      property: 'hash-report/extension-headers',
      clause: 'net.hash.def.7',
    },
    (header, use, watch) =>
      (header.hashReport ?? 0) < FIRST_EXTENDED && isExtended(header, use, watch) ? noHash(header) : header,
  ),
  rewriting(
    {
      id: 'hash-home-address-ignored',
      says: 'The types for extension headers are reported with the hash over the addresses of the IPv6 header.',
      source: 'ours',
      property: 'hash-report/extension-headers',
      clause: 'net.hash.def.6',
    },
    (header, use, watch) => {
      const plain = hashUnder(use, watch, () => 1 << ((header.hashReport ?? 0) - TWIN - 1))
      return (header.hashReport ?? 0) < FIRST_EXTENDED || plain === undefined
        ? header
        : { ...header, hashValue: plain.value }
    },
  ),
  rewriting(
    {
      id: 'hash-extension-types-everywhere',
      says: 'A type for extension headers that is enabled goes before its twin for packets without extension headers too.',
      source: 'QEMU virtio-net 7.2 to 11.1',
      property: 'hash-report/type',
      clause: 'net.hash.def.5',
    },
    (header, _, watch) => {
      const { hashReport = 0 } = header
      const types = watch.inForce !== undefined && 'hashTypes' in watch.inForce ? watch.inForce.hashTypes : 0
      const twin = hashReport + TWIN
      const has = hashReport >= FIRST_IPV6 && hashReport < FIRST_EXTENDED && ((types >> (twin - 1)) & 1) === 1
      return has ? { ...header, hashReport: twin } : header
    },
  ),
  rewriting(
    {
      id: 'hash-code-of-bit',
      says: 'hash_report is the number of the bit of the hash type, counted from 0.',
      source: 'confusion met in the field',
      property: 'hash-report/type',
      clause: 'net.hash-report.def.4',
    },
    (header) => ((header.hashReport ?? 0) > 0 ? { ...header, hashReport: (header.hashReport ?? 0) - 1 } : header),
  ),
  rewriting(
    {
      id: 'hash-not-cleared',
      says: 'A frame that is no IP packet is reported with the hash type of IPv4 and whatever value was there.',
      source: 'QEMU "Initialize hash reporting values", fixes e22f0603fb2f',
      property: 'hash-report/type',
      clause: 'net.hash-report.def.3',
    },
    (header, use, watch) =>
      watch.reports && hashUnder(use, watch, () => EVERY) === undefined
        ? { ...header, hashReport: 1, hashValue: 0x5eed }
        : header,
  ),
  rewriting(
    {
      id: 'hash-every-type',
      says: 'RSS_CONFIG sets the key; every type without extension headers is enabled whatever it says.',
      source: 'ours',
      property: 'hash-report/type',
      clause: 'net.rss.def.1',
    },
    (header, use, watch) =>
      withHash(
        header,
        hashUnder(use, watch, (enabled) => enabled | PLAIN),
      ),
  ),
]
