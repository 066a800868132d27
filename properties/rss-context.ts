import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { Bytes } from '../model/kernel/bytes.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { RssContextCommand } from '../model/wire/control/rss-context.ts'
import { rssConfig } from './plans/command.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script } from './plans/script.ts'
import type { Intent } from './plans/traffic.ts'
import type { Property } from './property.ts'

const CONTEXTS: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_RSS_CONTEXT']

const ask: Intent = { kind: 'command', command: { name: 'RSS_CTX_CAP_GET' }, result: 2 }
const settled = (intents: readonly Intent[]): readonly ScriptStep[] => intents.flatMap((intent) => [intent, rest])
const opened = (config: NetConfig): readonly ScriptStep[] => opening(accepting(config, CONTEXTS))

/** Adds, changes and deletes contexts 1 and 2; the reserved bytes hold anything. */
function contextCommand(config: NetConfig): fc.Arbitrary<RssContextCommand> {
  const id = fc.constantFrom(1, 1, 2)
  const reserved = fc.constantFrom('000000000000', 'ffffffffffff', '010000000080').map((hex) => hex as Bytes) // six bytes
  const set = (name: 'RSS_CTX_ADD' | 'RSS_CTX_MOD') =>
    fc
      .tuple(id, reserved, rssConfig(config))
      .map(
        ([of, bits, { name: _, ...rss }]): RssContextCommand =>
          name === 'RSS_CTX_ADD' ? { name, id: of, reserved: bits, rss } : { name, id: of, reserved: bits, rss },
      )
  return fc.oneof(
    { weight: 4, arbitrary: set('RSS_CTX_ADD') },
    { weight: 1, arbitrary: set('RSS_CTX_MOD') },
    { weight: 1, arbitrary: id.map((of): RssContextCommand => ({ name: 'RSS_CTX_DEL', id: of })) },
  )
}

const asIntent = (command: RssContextCommand): Intent => ({ kind: 'command', command })

/** How many contexts there may be. */
const capability: Property = {
  id: 'rss-context/capability',
  says: 'max_rss_contexts is at least 1, and the same each time it is asked for.',
  clauses: ['net.rss-context.device.1'],
  needs: ['net', 'ctrl', 'rss', 'rss-context'],
  plan: (config) =>
    fc
      .array(fc.oneof(fc.constant(ask), contextCommand(config).map(asIntent)), { minLength: 1, maxLength: 6 })
      .map((intents) => script(opened(config), settled([ask]), settled(intents), settled([ask]))),
}

/** Reset. */
const afterReset: Property = {
  id: 'rss-context/after-reset',
  says: 'After a reset of the device there is no RSS context: each can be added anew.',
  clauses: ['net.rss-context.device.2'],
  needs: ['net', 'ctrl', 'rss', 'rss-context'],
  plan: (config) => {
    const some = fc.array(contextCommand(config).map(asIntent), { minLength: 1, maxLength: 4 })
    return fc
      .tuple(some, some)
      .map(([before, after]) =>
        script(opened(config), settled([ask]), settled(before), opened(config), settled([ask]), settled(after)),
      )
  },
}

/** Properties of RSS contexts. */
export const rssContexts: readonly Property[] = [capability, afterReset]
