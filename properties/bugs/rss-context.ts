import type { Bytes } from '../../model/kernel/bytes.ts'
import { type AckChange, answering, ERR, OK } from './control-reply.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** Contexts that were added stay, over a reset of the device too. */
const remembering = (): AckChange => {
  const there = new Set<number>()
  return (bytes, command) => {
    if (command.name === 'RSS_CTX_DEL') there.delete(command.id)
    if (command.name !== 'RSS_CTX_ADD' || bytes === ERR) return bytes
    if (there.has(command.id)) return ERR
    there.add(command.id)
    return bytes
  }
}

/** Seeded bugs of RSS contexts. */
export const rssContextBugs: readonly ReactionBug[] = [
  answering(
    {
      id: 'rss-context-none',
      says: 'RSS_CONTEXT is offered and max_rss_contexts is 0.',
      source: 'ours',
      property: 'rss-context/capability',
      clause: 'net.rss-context.device.1',
    },
    () => (bytes, command) => (command.name === 'RSS_CTX_CAP_GET' ? (`${OK}0000` as Bytes) : bytes), // OK and two bytes
  ),
  answering(
    {
      id: 'rss-context-survives-reset',
      says: 'Contexts stand over a reset of the device.',
      source: 'ours',
      property: 'rss-context/after-reset',
      clause: 'net.rss-context.device.2',
    },
    remembering,
  ),
]
