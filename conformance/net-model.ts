import { netDevice } from '../model/net/device.ts'
import { type NetRules, standardRules } from '../model/net/rules.ts'
import type { NetState } from '../model/net/state.ts'
import type { NetModel } from './expectations/deviation.ts'
import { marksIn } from './run/marks.ts'

/** The network device of virtio 1.4. */
export const netModel: NetModel<NetState, NetRules> = {
  rules: standardRules,
  build: netDevice,
  marks: (log, config, state) =>
    marksIn(log, config, state === undefined ? undefined : new Set(state.arriving.map(({ frame }) => frame))),
}
