import type { NetRules } from '../../model/net/rules.ts'
import type { NetState } from '../../model/net/state.ts'
import type { Deviation } from './deviation.ts'

/** What is known of QEMU's virtio-net that virtio 1.4 does not allow. */
export const qemuVirtioNetDeviations: readonly Deviation<NetState, NetRules>[] = []
