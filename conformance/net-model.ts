import { netDevice } from '../model/net/device.ts'
import { standardRules } from '../model/net/rules.ts'
import type { NetTerms } from '../properties/terms.ts'
import { marksIn } from './run/marks.ts'
import type { Model } from './run/model.ts'

/** The network device of virtio 1.4. */
export const netModel: Model<NetTerms> = {
  rules: standardRules,
  build: netDevice,
  marks: (log, config, state) =>
    marksIn(log, config, state === undefined ? undefined : new Set(state.arriving.map(({ frame }) => frame))),
}
