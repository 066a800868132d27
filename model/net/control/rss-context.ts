import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import { type Bytes, lengthOf } from '../../kernel/bytes.ts'
import { refusal } from '../../kernel/step.ts'
import {
  RSS_CONTEXT_CAP_SIZE,
  type RssContextCapGet,
  type RssContextDel,
  type RssContextSet,
} from '../../wire/control/rss-context.ts'
import { littleEndian, numberOf } from '../little-endian.ts'
import type { NetState } from '../state.ts'
import type { Circumstances, CommandRule } from './command-rule.ts'
import { isValidRss } from './mq.ts'

/** What the commands of the class have in common: frames are steered as before, for want of a filter that names a context. */
const quiet = { setting: <S>(setting: S): S => setting, unsettled: <S>(setting: S): S => setting } as const

const isThere = ({ features }: Circumstances): boolean => includes(features, feature('VIRTIO_NET_F_RSS_CONTEXT'))
const contextsOf = (state: NetState | undefined): readonly number[] => state?.rssContexts ?? []

/** Whether a context may have this id: 1 on every device. @clause net.rss-context.driver.2 net.rss-context.device.1 */
const isId = (id: number, state: NetState | undefined): boolean => id >= 1 && id <= (state?.maxRssContexts ?? 1)

/** @clause net.rss-context.device.1 */
export const rssContextCapGet: CommandRule<RssContextCapGet> = {
  ...quiet,
  isValid: (_, on) => isThere(on),
  clauseOf: () => 'net.rss-context.device.1',
  reply: {
    choices: ({ maxRssContexts = 4 }) => [littleEndian(maxRssContexts, RSS_CONTEXT_CAP_SIZE)],
    faults({ maxRssContexts }, { room }, result) {
      if (room < RSS_CONTEXT_CAP_SIZE) return []
      const bad = (because: string) => [refusal('device', ['net.rss-context.device.1'], because)]
      if (lengthOf(result) !== RSS_CONTEXT_CAP_SIZE) return bad(`max_rss_contexts has ${lengthOf(result)} bytes, not 2`)
      const most = numberOf(result)
      if (most === 0) return bad('max_rss_contexts is 0')
      return maxRssContexts === undefined || most === maxRssContexts
        ? []
        : bad(`max_rss_contexts is ${most}, and was ${maxRssContexts}`)
    },
    learnt: (state: NetState, result: Bytes) =>
      lengthOf(result) === RSS_CONTEXT_CAP_SIZE ? { ...state, maxRssContexts: numberOf(result) } : state,
  },
}

/** A context that was there before the last reset is not there after it. @clause net.rss-context.device.2 */
const clauseOf = (_: unknown, { state }: Circumstances) =>
  state?.past.beforeReset === true ? 'net.rss-context.device.2' : 'house.control.valid'

/** @clause net.rss-context.driver.1 */
export const rssContextAdd: CommandRule<RssContextSet<'RSS_CTX_ADD'>> = {
  ...quiet,
  isValid: ({ id, rss }, on) =>
    isThere(on) && isId(id, on.state) && !contextsOf(on.state).includes(id) && isValidRss(rss, on.config),
  clauseOf,
  effect: (state, { id }) =>
    contextsOf(state).includes(id) ? state : { ...state, rssContexts: [...contextsOf(state), id] },
}

/** @clause net.rss-context.driver.1 */
export const rssContextMod: CommandRule<RssContextSet<'RSS_CTX_MOD'>> = {
  ...quiet,
  isValid: ({ id, rss }, on) => isThere(on) && contextsOf(on.state).includes(id) && isValidRss(rss, on.config),
  clauseOf: () => 'house.control.valid',
}

/** @clause net.rss-context.driver.1 */
export const rssContextDel: CommandRule<RssContextDel> = {
  ...quiet,
  isValid: ({ id }, on) => isThere(on) && contextsOf(on.state).includes(id),
  clauseOf: () => 'house.control.valid',
  effect: (state, { id }) => ({ ...state, rssContexts: contextsOf(state).filter((other) => other !== id) }),
}
