import type { ClauseId } from '../../clause/clause.ts'
import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import { arrayOf, hexOf, lengthOf } from '../../kernel/bytes.ts'
import { refusal } from '../../kernel/step.ts'
import { kindOf } from '../../ring/queue.ts'
import {
  decodeStatsCapabilities,
  encodeStatsCapabilities,
  STATS_CAPABILITIES_SIZE,
  type StatsGet,
  type StatsQuery,
  type StatsRequest,
} from '../../wire/control/stats.ts'
import { pairsNumbered, queuesOf } from '../numbering.ts'
import { encodeReplies, faultsOfReplies } from '../statistics-reply.ts'
import { isUnlocked, statisticsTypes } from '../statistics-type.ts'
import type { Circumstances, CommandRule } from './command-rule.ts'

/** What the commands of the class have in common: they change nothing. */
const quiet = { setting: <S>(setting: S): S => setting, unsettled: <S>(setting: S): S => setting } as const

const isThere = ({ features }: Circumstances): boolean => includes(features, feature('VIRTIO_NET_F_DEVICE_STATS'))

/** What the reference device has: what every device can have, whatever is negotiated. */
const plainTypes: readonly number[] = [0, 16, 32]

/** @clause net.stats.device.1 */
export const statsQuery: CommandRule<StatsQuery> = {
  ...quiet,
  isValid: (_, on) => isThere(on),
  clauseOf: () => 'net.stats.device.1',
  reply: {
    choices: ({ statisticsSupported = plainTypes }) => [hexOf(encodeStatsCapabilities(statisticsSupported))],
    faults({ statisticsSupported }, { room }, result) {
      if (room < STATS_CAPABILITIES_SIZE) return []
      const bad = (because: string) => [refusal('device', ['net.stats.device.1'], because)]
      const types = decodeStatsCapabilities(arrayOf(result))
      if (types === undefined || lengthOf(result) > STATS_CAPABILITIES_SIZE) {
        return bad(`the capabilities have ${lengthOf(result)} bytes, not 8`)
      }
      return statisticsSupported === undefined || types.join() === statisticsSupported.join()
        ? []
        : bad(`supported_stats_types has the bits ${types.join(', ')}, and had ${statisticsSupported.join(', ')}`)
    },
    learnt(state, result) {
      const types = decodeStatsCapabilities(arrayOf(result))
      return types === undefined ? state : { ...state, statisticsSupported: types }
    },
  },
}

/** What is wrong with one request of a command; `undefined` where nothing is. */
function offenceOfRequest({ queue, types }: StatsRequest, { features, config }: Circumstances): ClauseId | undefined {
  const index = queuesOf(features, config.maxPairs).find((one) => one === queue)
  if (index === undefined) return 'net.stats.device.4'
  const kind = kindOf(index, pairsNumbered(features, config.maxPairs))
  const known = types.map((number) => statisticsTypes.get(number))
  if (known.includes(undefined)) return 'net.stats.device.5'
  if (known.some((type) => type?.kind !== kind)) return 'net.stats.device.6'
  return known.every((type) => type !== undefined && isUnlocked(type, features)) ? undefined : 'net.stats.device.7'
}

/** One bad request among good ones is enough. @clause net.stats.device.3 */
function offenceOf({ requests }: StatsGet, on: Circumstances): ClauseId | undefined {
  if (!isThere(on)) return undefined
  const offences = requests.map((request) => offenceOfRequest(request, on))
  const first = offences.find((offence) => offence !== undefined)
  return first !== undefined && offences.includes(undefined) ? 'net.stats.device.3' : first
}

const isSupported = (number: number, { state }: Circumstances): boolean =>
  state?.statisticsSupported?.includes(number) === true

/** @clause net.stats.driver.1 net.stats.driver.2 net.stats.driver.3 */
export const statsGet: CommandRule<StatsGet> = {
  ...quiet,
  isValid: (command, on) =>
    isThere(on) &&
    offenceOf(command, on) === undefined &&
    command.requests.length > 0 &&
    command.requests.every(({ types }) => types.length > 0 && types.every((number) => isSupported(number, on))),
  offence: offenceOf,
  clauseOf: () => 'house.control.valid',
  reply: {
    choices: (state, { command }) => [encodeReplies(state, command, 'low')],
    faults(state, { command, room }, result) {
      const { statisticsSupported } = state
      const unlisted = command.requests
        .flatMap(({ types }) => types)
        .find((number) => statisticsSupported !== undefined && !statisticsSupported.includes(number))
      if (unlisted === undefined) return faultsOfReplies(state, command, room, result)
      const because = `statistics of type ${unlisted} are answered, which supported_stats_types does not list`
      return [refusal('device', ['net.stats.device.1'], because)]
    },
  },
}

/** Bytes of one entry of `struct virtio_net_ctrl_queue_stats`. */
const REQUEST_SIZE = 16

/** Why a STATS_GET that is no whole number of requests must be turned down. */
export function offenceOfRawStats(length: number, on: Circumstances): ClauseId | undefined {
  return isThere(on) && length % REQUEST_SIZE !== 0 ? 'net.stats.device.2' : undefined
}
