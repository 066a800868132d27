import type { ClauseId } from '../clause/clause.ts'
import type { Life } from '../feature/negotiation.ts'
import { newborn } from '../feature/negotiation.ts'
import type { FeatureSet } from '../kernel/bits.ts'
import type { PairIndex, QueueIndex } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { Queue } from '../ring/queue.ts'
import type { ControlCommand } from '../wire/control-command.ts'
import type { ChainId, FrameId, WireOffload } from './action.ts'
import type { Announcement } from './announcement.ts'
import type { Coalescing } from './coalescing.ts'
import type { NetConfig } from './config.ts'
import type { ConfigField } from './config-field.ts'
import { type Distress, type Notice, noNotice } from './distress.ts'
import type { Readings } from './generation.ts'
import { type LinkSpeed, noSpeed } from './link-speed.ts'
import type { Departure } from './offload/departure.ts'
import { defaultSetting, type Setting } from './setting.ts'
import type { Statistics } from './statistics.ts'
import type { Turn } from './suspension.ts'
import type { Verdict } from './verdict.ts'

/** A setting that was in force since a frame arrived, and the queues the frame may be placed in under it. */
export interface Treatment {
  readonly setting: Setting
  readonly queues: readonly QueueIndex[]
  /** Whether it is to be received; it must be where this is absent. */
  readonly verdict?: Verdict
}

/** A frame that arrived and was not placed yet. It is steered at a hidden moment between the two. */
export interface Arriving {
  readonly frame: FrameId
  readonly bytes: Bytes
  /** What is to be done yet with a frame that came unfinished. */
  readonly offload?: WireOffload
  /** Every setting in force since it arrived, oldest first. */
  readonly treatments: readonly Treatment[]
  /** There was a moment at which a queue it could reach had surely no room: it may never come. */
  readonly excused: boolean
  /** The flow that it belongs to, where that was sent before, and on which pair. */
  readonly follows?: Sent
}

/** A frame that the driver handed over and that did not leave yet. */
export interface Leaving {
  /** It may be lost: the link was down, or the driver broke a queue, while it was on its way. */
  readonly excused?: boolean
  readonly frame: FrameId
  readonly queue: QueueIndex
  readonly bytes: Bytes
  /** What may leave for it; left out where that is the frame as it is. */
  readonly departure?: Departure
  /** What is suspected first where it goes wrong: something that the device must not look at. */
  readonly trap?: ClauseId
  /** The chain that it was handed over in. */
  readonly chain?: ChainId
  /** What is suspected where bytes of it leave in another order, or not all of them: how it is cut into descriptors. */
  readonly framing?: ClauseId
  /** What is suspected where nothing of it leaves, or something unlike it: a table that describes it. */
  readonly table?: ClauseId
}

/** A control command on its way: offered, applied at a hidden moment, then acknowledged. */
export interface Pending {
  readonly chain: ChainId
  readonly command: ControlCommand
  readonly applied: 'not yet' | 'accepted' | 'refused'
  /** It names a queue that was in reset since it was placed: it may be turned down. @clause net.rss.driver.2 net.mq.driver.3 */
  readonly doubtful: boolean
  /** Bytes that there is room for behind the acknowledgement. */
  readonly room: number
  /** What it asked for, as it was when it took effect. */
  readonly answer?: Bytes
}

/** A frame that a device had to drop since the queues it was for were in reset, and by which clause. */
export interface Dropped {
  readonly frame: FrameId
  readonly bytes: Bytes
  readonly clause: ClauseId
}

/** What resets of single queues took away since the start: to say what it is that shows all the same. */
export interface Gone {
  readonly dropped: readonly Dropped[]
  /** Frames handed over that were the driver's again before they left. */
  readonly withdrawn: readonly Leaving[]
}

/** Nothing was taken away. */
export const nothingGone: Gone = { dropped: [], withdrawn: [] }

/** A flow, and the pair that it was last sent on; no pair where that is not certain. */
export interface Sent {
  /** What the frames that come in have in common. */
  readonly flow: string
  readonly pair: PairIndex | undefined
}

/** The flows that were sent under the automatic steering in force. */
export interface Flows {
  /** Before the last rest: a device that follows them knows them. */
  readonly known: readonly Sent[]
  /** Since then. */
  readonly fresh: readonly Sent[]
}

/** Nothing was sent. */
export const noFlows: Flows = { known: [], fresh: [] }

/** A question to which the answer comes at once. */
export type Question =
  | { readonly kind: 'field'; readonly field: ConfigField; readonly turn?: Turn }
  | { readonly kind: 'features' }

/** What was in force before: to say what a misplaced frame looks like. */
export interface Past {
  /** What an acknowledged command put out of force. */
  readonly replaced?: Setting
  /** What was turned down since. */
  readonly turnedDown?: ControlCommand
  /** A command for the receive filters was turned down, and none taken since. */
  readonly filterRefused?: true
  /** ANNOUNCE was acknowledged since the reset. */
  readonly cleared?: true
  /** A command was taken that left the setting for frames as it was. */
  readonly isTaken?: true
  /** A command was taken before the last reset of the device. */
  readonly beforeReset?: true
}

/** A network device as the model knows it. */
export interface NetState {
  readonly config: NetConfig
  readonly life: Life
  /** Nothing was reset since power-on. */
  readonly isNew: boolean
  /** What FEATURES_OK stood for since power-on. @clause core.features.device.5 */
  readonly agreed: readonly FeatureSet[]
  /** The enabled queues by index; a queue that is not there is a hole. */
  readonly queues: readonly (Queue | undefined)[]
  readonly setting: Setting
  readonly arriving: readonly Arriving[]
  readonly leaving: readonly Leaving[]
  readonly pending: readonly Pending[]
  readonly question: Question | undefined
  readonly past: Past
  /** What resets of single queues took away. */
  readonly gone: Gone
  /** A command was acknowledged since the start: the control queue is where the model thinks it is. */
  readonly answered: boolean
  /** How many transmit queues the driver may use now. @clause net.mq.driver.5 net.mq.driver.6 */
  readonly transmitPairs: number
  /** Where flows were sent. @clause net.mq.device.5 */
  readonly flows: Flows
  /** What the driver wrote after FEATURES_OK stood: it changes nothing. @clause core.features.def.1 */
  readonly rewritten: FeatureSet | undefined
  readonly distress: Distress
  readonly notice: Notice
  /** The link is up. It stands over a reset. */
  readonly link: boolean
  /** What was read since `config_generation` was, if it was. */
  readonly readings: Readings | undefined
  /** What was read of a link that is up. */
  readonly linkSpeed: LinkSpeed
  /** What the driver wrote to fields of the configuration: it changes nothing. @clause net.config.def.1 */
  readonly written: Readonly<Partial<Record<ConfigField, Bytes>>>
  /** ANNOUNCE in `status`. */
  readonly announcement: Announcement
  /** Notification coalescing, since anything was set. */
  readonly coalescing?: Coalescing
  /** What was seen, where statistics can be asked for. */
  readonly statistics?: Statistics
  /** `supported_stats_types`, once it was asked for. It stands over a reset. */
  readonly statisticsSupported?: readonly number[]
  /** The RSS contexts that there are. @clause net.rss-context.device.2 */
  readonly rssContexts?: readonly number[]
  /** `max_rss_contexts`, once it was asked for. It stands over a reset. */
  readonly maxRssContexts?: number
}

/** Whether the device is left alone: suspended, or given up by its driver. It is to do nothing more, and owes nothing but answers. */
export const isLeftAlone = ({ life }: NetState): boolean => life.phase === 'suspended' || life.phase === 'failed'

/** A device after power-on. */
export function powerOn(config: NetConfig): NetState {
  return {
    config,
    life: newborn,
    isNew: true,
    agreed: [],
    queues: [],
    setting: defaultSetting,
    arriving: [],
    leaving: [],
    pending: [],
    question: undefined,
    past: {},
    gone: nothingGone,
    answered: false,
    transmitPairs: 1,
    flows: noFlows,
    rewritten: undefined,
    distress: 'none',
    notice: noNotice,
    link: true,
    readings: undefined,
    linkSpeed: noSpeed,
    written: {},
    announcement: 'off',
  }
}
