import { describe, expect, it } from 'vitest'
import { pairIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { RssConfigCommand } from '../../model/wire/control-command.ts'
import { ipv4Address } from '../../model/wire/ip-address.ts'
import { microsoftKey } from '../plans/command.ts'
import { frameOf } from '../plans/frame.ts'
import { pairUnder } from './moved.ts'

/** Its hash is published: 0x51ccc178, whose last four bits are 8. */
const frame = frameOf(
  {
    network: 'ipv4',
    source: ipv4Address('66.9.149.187'),
    destination: ipv4Address('161.142.100.80'),
    transport: 'tcp',
    sourcePort: 2794,
    destinationPort: 1766,
    extensions: [],
  },
  { id: 1, destination: bytes('525400123456') },
)
const TCPv4 = 1 << 1
const rss: RssConfigCommand = {
  name: 'RSS_CONFIG',
  hashTypes: TCPv4,
  mask: 15,
  unclassified: pairIndex(1),
  table: Array.from({ length: 16 }, (_, entry) => pairIndex(entry === 8 ? 3 : 0)),
  maxTxVq: 4,
  key: microsoftKey,
}

describe('pairUnder', () => {
  it('is the entry that a published hash chooses', () => {
    expect(pairUnder(rss, frame)).toBe(3)
  })
  it('is the unclassified one where no hash is calculated', () => {
    expect(pairUnder({ ...rss, hashTypes: 0 }, frame)).toBe(1)
  })
  it('is nothing without RSS', () => {
    expect(pairUnder({ name: 'VQ_PAIRS_SET', pairs: 2 }, frame)).toBeUndefined()
    expect(pairUnder(undefined, frame)).toBeUndefined()
  })
})
