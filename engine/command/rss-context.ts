import { has } from '../feature.ts'
import type { CommandClass, CommandParts, Limits } from './class.ts'
import { longestMq, type MqCommands } from './mq.ts'

const context = { CAP_GET: 0, ADD: 1, MOD: 2, DEL: 3 } as const
/** Offset of `rss` in virtnet_rss_ctx_add_modify. */
const rssOffset = 8
const idLength = 2
const capabilityLength = 2

/** Bytes of the longest command of the class. */
export const longestRssContext = (limits: Limits): number => rssOffset + longestMq(limits)

/**
 * The class VIRTNET_RSS_CTX_CTRL of a device. It checks contexts and knows which there are; nothing names one, for want of flow
 * filters.
 */
export function createRssContexts(parts: CommandParts, mq: MqCommands): CommandClass {
  const { layout, memory, limits, negotiated, reply } = parts
  const { view } = memory
  const { rssContexts } = layout

  const isId = (id: number): boolean => id >= 1 && id <= limits.maxRssContexts

  /** Adds or changes a context, which must be there or not. */
  function set(at: number, length: number, isThere: 0 | 1): boolean {
    if (length < rssOffset) return false
    const id = view.getUint16(at, true)
    if (!isId(id) || rssContexts[id] !== isThere) return false
    if (!mq.isRss(at + rssOffset, length - rssOffset)) return false
    rssContexts[id] = 1
    return true
  }

  function remove(at: number, length: number): boolean {
    if (length !== idLength) return false
    const id = view.getUint16(at, true)
    if (!isId(id) || rssContexts[id] === 0) return false
    rssContexts[id] = 0
    return true
  }

  function capability(length: number): boolean {
    if (length !== 0) return false
    view.setUint16(reply, limits.maxRssContexts, true)
    layout.replyLength[0] = capabilityLength
    return true
  }

  return {
    execute(command, at, length) {
      if (!has(negotiated(), 'RSS_CONTEXT')) return false
      switch (command) {
        case context.CAP_GET:
          return capability(length)
        case context.ADD:
          return set(at, length, 0)
        case context.MOD:
          return set(at, length, 1)
        case context.DEL:
          return remove(at, length)
        default:
          return false
      }
    },
  }
}
