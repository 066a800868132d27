import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { ControlCommand } from '../model/wire/control-command.ts'
import { hashConfig, pairsSet, rssConfig, rssWithOrWithoutExtensionTypes } from './plans/command.ts'
import { type Flow, flows } from './plans/flow.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { extendedFlows, oddFlows } from './plans/odd-flow.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, command } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

const WITH_RSS: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_HASH_REPORT']
const WITHOUT_RSS: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_HASH_REPORT']

interface Reporting {
  readonly names: readonly FeatureName[]
  /** The configuration; none if left out, and then frames go to receiveq1 only. */
  readonly configure?: fc.Arbitrary<ControlCommand>
  /** A configuration before a reset that comes first. */
  readonly earlier?: fc.Arbitrary<ControlCommand | null>
  /** Whether the configuration spreads frames over the receive queues. */
  readonly spreads?: boolean
  /** The flows that frames are of; such as the text decides unless given. */
  readonly among?: fc.Arbitrary<readonly Flow[]>
}

/** One configuration, then frames. */
function reported(
  config: NetConfig,
  { names, configure, earlier, spreads = true, among = flows }: Reporting,
): fc.Arbitrary<Plan> {
  const set = (commands: fc.Arbitrary<ControlCommand | null> | undefined) =>
    commands === undefined ? fc.constant([]) : commands.chain((one) => (one === null ? fc.constant([]) : settled(one)))
  const open = opening(accepting(config, names))
  return fc
    .tuple(frameIn(config.mac, among), set(earlier), set(configure))
    .chain(([frame, before, now]) =>
      traffic(arrive(frame), { min: 5, max: 11 }).map((groups) =>
        script(
          before.length === 0 ? [] : [...open, ...before],
          open,
          spreads && configure !== undefined ? stocked(config.maxPairs, 5) : stocked(1, 16),
          now,
          steps({ ...groups, width: 0 }),
        ),
      ),
    )
}

const settled = (one: ControlCommand): fc.Arbitrary<readonly ScriptStep[]> =>
  command(fc.constant(one)).map((intent) => [intent, rest])

/** The reported hash is the one that RSS calculated. */
const value: Property = {
  id: 'hash-report/value',
  says: 'Under RSS hash_value is the Toeplitz hash of the fields that the type in hash_report names.',
  clauses: ['net.hash.def.8', 'net.hash-report.def.2', 'net.rss.device.3'],
  needs: ['net', 'ctrl', 'rss', 'hash-report'],
  plan: (config) =>
    reported(config, {
      names: WITH_RSS,
      configure: rssConfig(config).map((rss) => ({ ...rss, hashTypes: config.hashTypes })),
    }),
}

/** The most specific type that is enabled counts. */
const type: Property = {
  id: 'hash-report/type',
  says: 'hash_report names the most specific enabled type that fits the frame, and NONE where no enabled type fits.',
  clauses: [
    'net.hash.def.1',
    'net.hash.def.2',
    'net.hash.def.3',
    'net.hash.def.4',
    'net.hash.def.5',
    'net.hash.def.6',
    'net.hash-report.def.3',
    'net.hash-report.def.4',
    'net.rss.def.1',
  ],
  needs: ['net', 'ctrl', 'rss', 'hash-report'],
  plan: (config) =>
    reported(config, {
      names: WITH_RSS,
      configure: rssConfig(config),
      among: fc.oneof(flows, oddFlows),
    }),
}

/** What stands between the IPv6 header and the upper layer is skipped, and two kinds of address in it count. */
const extensionHeaders: Property = {
  id: 'hash-report/extension-headers',
  says: 'Behind IPv6 extension headers, however many, the home address and the address of a type 2 routing header count where a type for them is enabled, and elsewhere those of the IPv6 header.',
  clauses: ['net.hash.def.5', 'net.hash.def.6', 'net.hash.def.7'],
  needs: ['net', 'ctrl', 'rss', 'hash-report'],
  plan: (config) =>
    reported(config, {
      names: WITH_RSS,
      configure: rssWithOrWithoutExtensionTypes(config),
      among: extendedFlows,
    }),
}

/** Types and key are those of the last configuration. */
const reconfiguration: Property = {
  id: 'hash-report/reconfiguration',
  says: 'Types and key of a configuration are those by which hashes are reported once its command is acknowledged.',
  clauses: ['net.rss.def.1', 'net.hash.def.8', 'net.hash-report.def.1'],
  needs: ['net', 'ctrl', 'rss', 'hash-report'],
  plan: (config) =>
    fc.tuple(frameIn(config.mac), fc.boolean()).chain(([frame, withMq]) => {
      const pairs = withMq ? [{ weight: 1, arbitrary: pairsSet(config) }] : []
      const commands = command(fc.oneof({ weight: 3, arbitrary: rssConfig(config) }, ...pairs))
      const all = fc.oneof({ weight: 3, arbitrary: arrive(frame) }, { weight: 1, arbitrary: commands })
      const names: readonly FeatureName[] = withMq ? [...WITH_RSS, 'VIRTIO_NET_F_MQ'] : WITH_RSS
      return traffic(all, { min: 4, max: 9 }).map((groups) =>
        script(opening(accepting(config, names)), stocked(config.maxPairs, 5), steps(groups)),
      )
    }),
}

/** Nothing is reported before it was asked for. */
const unconfigured: Property = {
  id: 'hash-report/unconfigured',
  says: 'With HASH_REPORT negotiated and no configuration since the reset, hash_report is NONE.',
  clauses: ['net.hash-report.def.5'],
  needs: ['net', 'ctrl', 'hash-report'],
  plan: (config) => reported(config, { names: WITH_RSS, earlier: fc.option(rssConfig(config)) }),
}

/** HASH_CONFIG gives hash reports without RSS. */
const withoutRss: Property = {
  id: 'hash-report/without-rss',
  says: 'Without RSS the types and the key of HASH_CONFIG are those by which hashes are reported.',
  clauses: ['net.hash-report.def.1', 'net.hash-report.device.2', 'net.hash-report.device.3'],
  needs: ['net', 'ctrl', 'mq', 'hash-report', 'hash-config'],
  plan: (config) => reported(config, { names: WITHOUT_RSS, configure: hashConfig(config), spreads: false }),
}

/** One queue pair is enough to be told of hashes. */
const onePair: Property = {
  id: 'hash-report/one-pair',
  says: 'With neither MQ nor RSS negotiated there is one queue pair, and HASH_CONFIG is taken all the same.',
  clauses: ['net.hash-report.device.1'],
  needs: ['net', 'ctrl', 'hash-report', 'hash-config'],
  plan: (config) =>
    reported(config, {
      names: ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'],
      configure: hashConfig(config),
      spreads: false,
    }),
}

/** The fields of the header that no offload touches. */
const header: Property = {
  id: 'receive/header',
  says: 'Without receive offloads and MRG_RXBUF flags is 0, gso_type is NONE and num_buffers is 1.',
  clauses: ['net.rx.device.4', 'net.rx.device.8', 'net.rx.device.29'],
  needs: ['net'],
  plan: (config) =>
    fc
      .constantFrom<readonly FeatureName[]>([], ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'])
      .chain((names) => reported(config, { names })),
}

/** Properties of the received header. */
export const hashReport: readonly Property[] = [
  value,
  type,
  extensionHeaders,
  reconfiguration,
  unconfigured,
  withoutRss,
  onePair,
  header,
]
