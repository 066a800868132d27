import type { CommandClass, CommandParts, Limits } from './command/class.ts'
import { createCoalescingCommands } from './command/coalescing.ts'
import { createFilterClasses, longestFilterData } from './command/filter.ts'
import { createMq, longestMq } from './command/mq.ts'
import { createOffloads } from './command/offloads.ts'
import { createRssContexts, longestRssContext } from './command/rss-context.ts'
import { createStats, longestStats, longestStatsReply } from './command/stats.ts'
import { createTunnelCommands } from './command/tunnel.ts'

/**
 * The commands of the control queue by their class. Why it is fast: it is not, and need not be; what a command sets up (tables
 * of the key, entries of the indirection table) is what makes frames fast.
 *
 * A command is checked whole before anything changes: one that is refused leaves the configuration before it whole.
 */
export interface Commands {
  /** Carries out the command of `length` bytes at `at`, from `class` on; whether it was accepted. A reply is left where it may be. */
  execute(at: number, length: number): boolean
  /**
   * Carries out a command of `length` bytes of which there was room for the first at `at` only, as many as the longest that is
   * kept has. Tables of addresses may have any number of them; what else is as long is malformed.
   *
   * @clause net.mac.def.2
   */
  executeLong(at: number, length: number): boolean
}

/** Bytes of `class` and `command`. */
const commandHeader = 2

/** Bytes of the longest command. */
export function longestCommand(limits: Limits): number {
  return commandHeader + Math.max(longestMq(limits), longestFilterData, longestRssContext(limits), longestStats(limits))
}

/** Bytes of the longest reply. */
export const longestReply = longestStatsReply

/** The commands of a device. */
export function createCommands(parts: CommandParts): Commands {
  const { view } = parts.memory
  const mq = createMq(parts)
  const filters = createFilterClasses(parts)
  /** By the number of the class. */
  const classes: Readonly<Record<number, CommandClass>> = {
    ...filters,
    4: mq,
    5: createOffloads(parts),
    6: createCoalescingCommands(parts),
    7: createTunnelCommands(parts),
    8: createStats(parts),
    9: createRssContexts(parts, mq),
  }

  return {
    execute(at, length) {
      if (length < commandHeader) return false
      parts.layout.replyLength[0] = 0
      const commands = classes[view.getUint8(at)]
      return commands?.execute(view.getUint8(at + 1), at + commandHeader, length - commandHeader) ?? false
    },
    executeLong(at, length) {
      parts.layout.replyLength[0] = 0
      return (
        view.getUint8(at) === 1 &&
        view.getUint8(at + 1) === 0 &&
        filters.setLongTable(at + commandHeader, length - commandHeader)
      )
    },
  }
}
