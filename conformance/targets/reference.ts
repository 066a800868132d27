import type { NetConfig } from '../../model/net/config.ts'
import { netDevice } from '../../model/net/device.ts'
import type { Capability, Target } from '../../properties/target.ts'
import type { NetTerms } from '../../properties/terms.ts'
import { type PolicyName, seen } from './policy.ts'
import { referenceConfig } from './reference-config.ts'
import { ReferenceSession } from './reference-session.ts'

const machine = netDevice()

/** The reference device under a policy. `device` replaces its configuration. */
export function referenceTarget(policy: PolicyName = 'eager', device: NetConfig = referenceConfig): Target {
  const has: readonly Capability[] = ['net', 'ctrl', 'mq', 'rss', 'hash-report', 'hash-config', 'pairs-2', 'pairs-4']
  const extras: readonly Capability[] = [
    'interrupts',
    'ring-position',
    'queue-reset',
    'device-status',
    'memory-watch',
    'link',
    'link-status',
    'suspend',
    'mergeable',
    'event-idx',
    'in-order',
    'ctrl-rx',
    'ctrl-rx-extra',
    'ctrl-mac-addr',
    'ctrl-vlan',
    'announce',
    'config-write',
    'mtu',
    'speed',
    'csum',
    'host-gso',
    'host-ufo',
    'host-tunnel',
    'guest-tunnel',
    'packed',
    'indirect',
    'guest-csum',
    'guest-gso',
    'rsc',
    'handover',
    'guest-offloads',
    'notf-coal',
    'vq-notf-coal',
    'hash-tunnel',
    'device-stats',
    'rss-context',
  ]
  return {
    name: `reference (${policy})`,
    version: 'virtio-v1.4-cs01',
    capabilities: () => Promise.resolve({ config: device, has: new Set([...has, ...extras]) }),
    open: (options = {}) =>
      Promise.resolve(new ReferenceSession<NetTerms>({ machine, config: device, policy, seen }, options)),
  }
}
