import type { TunAction, TunObservation } from '../../model/tun/action.ts'
import type { TunConfig } from '../../model/tun/config.ts'
import { tunDevice } from '../../model/tun/device.ts'
import { plainOffloads } from '../../model/tun/set-offload.ts'
import type { TargetOf } from '../../properties/terms.ts'
import type { TunTerms } from '../../properties/tun/terms.ts'
import type { PolicyName } from './policy.ts'
import { ReferenceSession } from './reference-session.ts'

/** The tun driver that the reference plays: that of Linux 6.12. */
export const tunReferenceConfig: TunConfig = {
  files: 300,
  queueLength: 1000,
  features: 0x7173,
  offloads: plainOffloads,
}

const machine = tunDevice()

const seen = (action: TunAction) => [action as TunObservation] // only reactions are enabled

/** The reference as a tun device, under a policy. `device` replaces its configuration. */
export function tunReferenceTarget(
  policy: PolicyName = 'eager',
  device: TunConfig = tunReferenceConfig,
): TargetOf<TunTerms> {
  return {
    name: `reference (${policy})`,
    version: 'virtio-v1.4-cs01',
    seeded: true,
    capabilities: () => Promise.resolve({ config: device, has: new Set(['tun']) }),
    open: (options = {}) =>
      Promise.resolve(new ReferenceSession<TunTerms>({ machine, config: device, policy, seen }, options)),
  }
}
