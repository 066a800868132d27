import { featuresNamed } from '../../model/feature/table.ts'
import { type FeatureSet, includes } from '../../model/kernel/bits.ts'
import type { Bytes } from '../../model/kernel/bytes.ts'
import type { Reading } from '../../model/net/reading.ts'
import type { NetRules } from '../../model/net/rules.ts'
import type { NetTerms } from '../../properties/terms.ts'
import type { Deviation } from './deviation.ts'
import { isRead } from './qemu-read.ts'
import { type Quirk, readLikeQemu } from './qemu-reading.ts'

type Read = NetRules['read']

const HASH_REPORT = featuresNamed(['VIRTIO_NET_F_HASH_REPORT'])

/** Those of the eBPF program, which reads frames only where no hash is reported. */
const ofProgram: readonly Quirk[] = ['no-next-header', 'thirty-options', 'eleven-headers']

/** What a rule was widened from, and by what: quirks meet in one frame. */
const widenings = new WeakMap<Read, { readonly from: Read; readonly quirks: readonly Quirk[] }>()

/** Every choice of these, the empty one too. */
function choicesOf([first, ...others]: readonly Quirk[]): readonly (readonly Quirk[])[] {
  if (first === undefined) return [[]]
  return choicesOf(others).flatMap((some) => [some, [first, ...some]])
}

/** A rule that reads frames as before, and as a QEMU does that has this quirk, alone or beside those of the rule. */
function withQuirk(read: Read, quirk: Quirk): Read {
  const { from, quirks } = widenings.get(read) ?? { from: read, quirks: [] }
  const all = [...quirks, quirk]
  const widened: Read = (frame: Bytes, negotiated: FeatureSet): readonly Reading[] => {
    const reporting = includes(negotiated, HASH_REPORT)
    const possible = all.filter((one) => !reporting || !ofProgram.includes(one))
    const choices = choicesOf(possible).filter((choice) => choice.length > 0)
    return [...from(frame, negotiated), ...choices.map((choice) => readLikeQemu(frame, (one) => choice.includes(one)))]
  }
  widenings.set(widened, { from, quirks: all })
  return widened
}

interface Facts {
  readonly name: string
  readonly quirk: Quirk
  readonly clause: Deviation<NetTerms>['clause']
  readonly reason: string
  readonly from: '7.2' | '10.0'
  readonly property: string
}

const deviationOf = ({ name, quirk, clause, reason, from, property }: Facts): Deviation<NetTerms> => ({
  name,
  kind: 'widens',
  rule: 'read',
  clause,
  by: 'device',
  reason,
  versions: { from, to: '11.1' },
  property,
  trace: `${name}.jsonl`,
  due: (log) => isRead(log, quirk, ofProgram.includes(quirk)),
  widen: (rules) => ({ ...rules, read: withQuirk(rules.read, quirk) }),
})

/** What QEMU's virtio-net reads in a frame otherwise than virtio 1.4 has it. */
export const readingDeviations: readonly Deviation<NetTerms>[] = [
  deviationOf({
    name: 'qemu-later-header-takes-address',
    quirk: 'later-header',
    clause: 'net.hash.def.6',
    reason:
      'Of several destination options headers, or routing headers of two units, the last one decides: where it has no home address, or is not of type 2, the address in an earlier one does not count, and that of the IPv6 header is hashed.',
    from: '7.2',
    property: 'hash-report/extension-headers',
  }),
  deviationOf({
    name: 'qemu-reads-behind-packet',
    quirk: 'behind-packet',
    clause: 'net.hash.def.3',
    reason:
      'The lengths in IP headers are not looked at: where a packet ends before its ports, bytes behind it, such as padding, are hashed as if they were ports.',
    from: '7.2',
    property: 'hash-report/type',
  }),
  deviationOf({
    name: 'qemu-authentication-length',
    quirk: 'authentication-length',
    clause: 'net.hash.def.6',
    reason:
      'The length of an authentication header is taken for units of eight bytes, as in other extension headers; it counts units of four (RFC 4302). What follows is looked for in a wrong place, and other bytes are hashed as ports.',
    from: '7.2',
    property: 'hash-report/type',
  }),
  deviationOf({
    name: 'qemu-ebpf-no-next-header-extends',
    quirk: 'no-next-header',
    clause: 'net.rss.device.5',
    reason:
      'The eBPF program takes Next Header 58 (ICMPv6) and 59 (nothing follows) for extension headers: what follows is taken for TCP or UDP by the bytes it begins with, or the packet is given up and goes to the unclassified queue.',
    from: '10.0',
    property: 'rss/extension-headers',
  }),
  deviationOf({
    name: 'qemu-ebpf-thirty-options',
    quirk: 'thirty-options',
    clause: 'net.rss.device.5',
    reason:
      'The eBPF program looks at thirty options of a destination options header: a home address behind more is not found, and the source address is hashed.',
    from: '10.0',
    property: 'rss/extension-headers',
  }),
  deviationOf({
    name: 'qemu-ebpf-eleven-headers',
    quirk: 'eleven-headers',
    clause: 'net.rss.device.5',
    reason:
      'The eBPF program follows eleven extension headers: behind more neither a transport header nor a home address is found.',
    from: '10.0',
    property: 'rss/extension-headers',
  }),
]
