import { negotiated } from '../feature/negotiation.ts'
import type { NetRules } from './rules.ts'
import type { Setting } from './setting.ts'
import type { NetState } from './state.ts'
import type { HashRule } from './steering.ts'

/** What a frame's hash may be calculated over on a device in this state, under this setting. */
export function hashRuleOf(rules: NetRules, { life }: NetState, { tunnels }: Setting): HashRule {
  const features = negotiated(life)
  return (frame, types) => rules.hashes(rules.read(frame, features, tunnels), types, features)
}
