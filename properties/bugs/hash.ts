import { receiveQueueOf } from '../../model/kernel/brand.ts'
import { arrayOf, type Bytes, hexOf } from '../../model/kernel/bytes.ts'
import { pairByRss } from '../../model/net/steering.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import { hashBy, rewriting, rewritten, withHash } from './rewriting.ts'

const same = <T>(value: T): T => value
const reversed = (key: Bytes): Bytes => hexOf(arrayOf(key).reverse())
const IPV4 = 0x001
const TCPV4_REPORT = 2
const UDPV4_REPORT = 3
const FIRST_CLAIM = 5

/** Seeded bugs of the received header. */
export const hashBugs: readonly ReactionBug[] = [
  rewriting(
    {
      id: 'hash-key-reversed',
      says: 'The key is taken in reverse byte order.',
      source: 'confusion met in the field',
      property: 'hash-report/value',
      clause: 'net.hash.def.8',
    },
    (header, use, watch) => withHash(header, hashBy(use, watch, same, reversed)),
  ),
  {
    id: 'hash-key-reversed-everywhere',
    says: 'The key is taken in reverse byte order, for the report and for the choice of the queue.',
    source: 'confusion met in the field',
    property: 'hash-report/value',
    clause: 'net.rss.device.3',
    wrap: (session) =>
      altered(session, () => (entry, watch) => {
        const rss = watch.inForce
        if (!watch.isPlacement(entry) || rss?.name !== 'RSS_CONFIG') return [entry]
        const hash = hashBy(entry, watch, same, reversed)
        const use = rewritten(entry, watch, (header) => withHash(header, hash))
        return [hash === undefined ? entry : watch.move(use, receiveQueueOf(pairByRss(rss, hash)))]
      }),
  },
  rewriting(
    {
      id: 'hash-lost-on-the-way',
      says: 'The hash is reported only by the queue that the frame arrived on: in others the report stays NONE.',
      source: 'QEMU "Fix hash reporting when the queue changes", fixes a4c960eedcd2',
      property: 'hash-report/value',
      clause: 'net.hash-report.def.2',
    },
    (header, use, watch) => (watch.reports && use.queue !== 0 ? { ...header, hashReport: 0, hashValue: 0 } : header),
  ),
  rewriting(
    {
      id: 'hash-addresses-only',
      says: 'The hash over IPv4 addresses is preferred to the one with TCP ports.',
      source: 'ours',
      property: 'hash-report/type',
      clause: 'net.hash.def.1',
    },
    (header, use, watch) => {
      const hash = hashBy(use, watch, (enabled) => enabled & IPV4, same)
      return header.hashReport === TCPV4_REPORT ? withHash(header, hash) : header
    },
  ),
  rewriting(
    {
      id: 'hash-udp-by-addresses',
      says: 'UDP over IPv4 is hashed over the addresses where that type is enabled too.',
      source: 'ours',
      property: 'hash-report/type',
      clause: 'net.hash.def.2',
    },
    (header, use, watch) => {
      const hash = hashBy(use, watch, (enabled) => enabled & IPV4, same)
      return header.hashReport === UDPV4_REPORT ? withHash(header, hash) : header
    },
  ),
  rewriting(
    {
      id: 'hash-uninitialised',
      says: 'Before any configuration the report fields hold what was in memory.',
      source: 'QEMU "Initialize hash reporting values", fixes e22f0603fb2f',
      property: 'hash-report/unconfigured',
      clause: 'net.hash-report.def.5',
    },
    (header, _, watch) =>
      watch.reports && watch.acknowledged.length === 0
        ? { ...header, hashReport: FIRST_CLAIM, hashValue: 0xa5a5a5a5 }
        : header,
  ),
  rewriting(
    {
      id: 'hash-config-key-ignored',
      says: 'HASH_CONFIG sets the types and leaves the key at zero.',
      source: 'ours',
      property: 'hash-report/without-rss',
      clause: 'net.hash-report.def.1',
    },
    (header, _, watch) =>
      watch.inForce?.name === 'HASH_CONFIG' && header.hashReport !== 0 ? { ...header, hashValue: 0x5eed } : header,
  ),
  rewriting(
    {
      id: 'num-buffers-zero',
      says: 'num_buffers is left 0 without MRG_RXBUF.',
      source: 'QEMU c17ad4b11b; DPDK b9c1ec8577',
      property: 'receive/header',
      clause: 'net.rx.device.4',
    },
    (header) => ({ ...header, numBuffers: 0 }),
  ),
]
