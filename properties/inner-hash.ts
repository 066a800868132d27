import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { ControlCommand } from '../model/wire/control-command.ts'
import { rssConfig } from './plans/command.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, command } from './plans/traffic.ts'
import { carriedFlows, carriedFrames, tunnelForms, typeOf } from './plans/tunnel.ts'
import type { Plan, Property } from './property.ts'

const FEATURES: readonly FeatureName[] = [
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_RSS',
  'VIRTIO_NET_F_HASH_REPORT',
  'VIRTIO_NET_F_HASH_TUNNEL',
]
const needs: Property['needs'] = ['net', 'ctrl', 'rss', 'hash-tunnel']

/** Bits of `supported_tunnel_types` that the standard names. */
const supportedOf = ({ tunnelTypes = 0 }: NetConfig): number => tunnelTypes & 0x1ff

const set = (tunnels: number): ControlCommand => ({ name: 'HASH_TUNNEL_SET', tunnels })

/** Types to enable: all, one, all but one, or any. */
function enabledTypes(config: NetConfig): fc.Arbitrary<number> {
  const all = supportedOf(config)
  const one = fc.nat(8).map((bit) => 1 << bit)
  return fc
    .oneof(
      { weight: 2, arbitrary: fc.constant(all) },
      { weight: 3, arbitrary: one },
      { weight: 2, arbitrary: one.map((bit) => all & ~bit) },
      { weight: 1, arbitrary: fc.nat(0x1ff) },
    )
    .map((types) => types & all)
}

/** Hashing by RSS with every type that is supported, so that every header has a hash. */
const hashing = (config: NetConfig): fc.Arbitrary<ControlCommand> =>
  rssConfig(config).map((rss) => ({ ...rss, hashTypes: config.hashTypes }))

const settled = (commands: readonly ControlCommand[]): fc.Arbitrary<readonly ScriptStep[]> =>
  fc.tuple(...commands.map((one) => command(fc.constant(one)))).map((intents) => intents.flatMap((one) => [one, rest]))

/** A part of a plan: from a reset on, or from where the last one ended; commands, then so many groups of frames. */
interface Stage {
  readonly opens: boolean
  readonly commands: readonly ControlCommand[]
  readonly groups: number
}

/** Stages one after the other, of frames most of which are encapsulated. */
function staged(config: NetConfig, stages: fc.Arbitrary<readonly Stage[]>): fc.Arbitrary<Plan> {
  const forms = tunnelForms.filter((form) => (typeOf(form) & supportedOf(config)) !== 0)
  const open = [...opening(accepting(config, FEATURES)), ...stocked(config.maxPairs, 6)]
  const part = (among: Parameters<typeof carriedFrames>[0]) => (stage: Stage) => {
    const { groups } = stage
    const frames = traffic(arrive(carriedFrames(among, config.mac)), { min: groups, max: groups + 2 })
    return fc
      .tuple(settled(stage.commands), frames)
      .map(([commands, some]) => [...(stage.opens ? open : []), ...commands, ...steps({ ...some, width: 0 })])
  }
  const among = carriedFlows(forms.length === 0 ? undefined : forms)
  return fc
    .tuple(stages, among)
    .chain(([all, flows]) => fc.tuple(...all.map(part(flows))))
    .map((parts) => script(...parts))
}

const matching: Property = {
  id: 'inner-hash/matching',
  says: 'A frame whose outer header matches an enabled encapsulation is hashed by its inner header, one level deep, and every other frame by its outer one.',
  clauses: ['net.inner-hash.def.2', 'net.inner-hash.device.1'],
  needs,
  plan: (config) =>
    staged(
      config,
      fc
        .tuple(hashing(config), enabledTypes(config), fc.boolean())
        .map(([rss, types, first]) => [
          { opens: true, commands: first ? [rss, set(types)] : [set(types), rss], groups: 4 },
        ]),
    ),
}

const initially: Property = {
  id: 'inner-hash/initially',
  says: 'Before any HASH_TUNNEL_SET every frame is hashed by its outer header.',
  clauses: ['net.inner-hash.def.1'],
  needs,
  plan: (config) =>
    staged(
      config,
      hashing(config).map((rss) => [{ opens: true, commands: [rss], groups: 3 }]),
    ),
}

const off: Property = {
  id: 'inner-hash/off',
  says: 'HASH_TUNNEL_SET with no type, and a reset of the device, end the hashing by inner headers.',
  clauses: ['net.inner-hash.device.3'],
  needs,
  plan: (config) =>
    staged(
      config,
      fc
        .tuple(hashing(config), hashing(config), enabledTypes(config), fc.boolean())
        .map(([rss, again, types, resets]) => [
          { opens: true, commands: [rss, set(types)], groups: 1 },
          resets ? { opens: true, commands: [again], groups: 2 } : { opens: false, commands: [set(0)], groups: 2 },
        ]),
    ),
}

/** Properties of the hash over inner headers. */
export const innerHash: readonly Property[] = [matching, initially, off]
