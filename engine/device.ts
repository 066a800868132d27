import type { FeatureSet } from '../model/kernel/bits.ts'
import { createCoalescing } from './coalescing.ts'
import type { CommandParts } from './command/class.ts'
import { createCommands, longestCommand, longestReply } from './command.ts'
import type { EngineConfig } from './config.ts'
import { createConfigSpace } from './config-space.ts'
import { type Control, createControl } from './control.ts'
import { createRing } from './either-ring.ts'
import { faultWords } from './fault.ts'
import { createFilter } from './filter.ts'
import { createFlowTable } from './flow-table.ts'
import { createFrameReader } from './frame.ts'
import { createFrameHash } from './hash-report.ts'
import { kick } from './kicked.ts'
import { clear, count, type Layout, layOut } from './layout.ts'
import { createLink } from './link.ts'
import { allocateMemory, type Memory, memoryOver } from './memory.ts'
import { createNegotiation } from './negotiation.ts'
import { createOffload } from './offload.ts'
import { createQueues, type QueuePlacement } from './queue.ts'
import { backlogStride, createReceive, headerLengths } from './receive.ts'
import type { Handover } from './receive-offload.ts'
import type { Ring } from './ring.ts'
import { createScheduler } from './scheduler.ts'
import { createSegmenter } from './segment.ts'
import { createSteering } from './steering.ts'
import { createToeplitz } from './toeplitz.ts'
import { createTransmit, longestPacket, type Sink } from './transmit.ts'

/**
 * A virtio-net device on guest memory. Why it is fast: its parts are closures over typed arrays that are made once, when it
 * is opened, and what passes between them are numbers.
 *
 * Nothing happens by itself: a notification takes note, a frame waits, and `run` does the work in bounded steps. Whatever the
 * driver writes into memory, a step ends after bounded work and touches no byte outside what the driver gave.
 */
export interface Device {
  readonly config: EngineConfig
  readonly memory: Memory
  /** The device's columns, for whoever reads its counters. */
  readonly layout: Layout
  /** `device_status`. */
  status(): number
  /** The driver writes `device_status`; 0 resets the device. */
  writeStatus(value: number): void
  /** The features that the driver accepts; judged when FEATURES_OK is set. */
  writeFeatures(features: FeatureSet): void
  /**
   * A copy of bytes of the configuration space.
   *
   * @throws RangeError beyond its 28 bytes
   */
  readConfig(offset: number, length: number): Uint8Array
  /** The driver writes bytes to the configuration space, which it may not: nothing changes. @clause net.config.def.1 */
  writeConfig(offset: number, bytes: Uint8Array): void
  /** `config_generation`, 0..255: another value once changed bytes of the configuration space were read. */
  configGeneration(): number
  /**
   * The link goes up or down: `status` of the configuration changes, if STATUS is offered, and after DRIVER_OK the driver is
   * told. No frame passes a link that is down. A reset leaves it as it is.
   *
   * @clause net.config.device.4
   */
  setLink(up: boolean): void
  /** Has the driver asked to announce itself, where GUEST_ANNOUNCE was negotiated. */
  announce(): void
  /** The largest size of a queue, in entries; 0 if there is no such queue. */
  maxQueueSize(queue: number): number
  /** Enables a queue; why not, if the driver asked for something impossible. */
  enable(queue: number, placement: QueuePlacement): string | undefined
  /** Resets a queue, which may be enabled anew; why not, if the driver asked for something impossible. */
  resetQueue(queue: number): string | undefined
  /** The available buffer notification of a queue. */
  notify(queue: number): void
  /** Takes a frame from the wire, `said` of it what a peer left undone; `false` before DRIVER_OK or without a link, and, counted, if it is too long or too many wait. */
  deliver(frame: Uint8Array, said?: Handover): boolean
  /**
   * Does at most `budget` work items, source by source in turn: a frame to be sent, a control command, a frame to be placed.
   *
   * @param start the source to look at first: a queue's index, or one more than the last for frames from the wire
   * @returns how many it did; fewer than `budget` if nothing is left to do
   */
  run(budget: number, start?: number): number
  /** Microseconds went by: what notifications wait for that are coalesced. The device has no clock of its own. */
  elapse(microseconds: number): void
  /** Whether a used buffer notification of a queue came since the last call. */
  takeInterrupt(queue: number): boolean
  /** Whether a configuration change notification came since the last call. */
  takeConfigurationInterrupt(): boolean
  /** In words: why features were refused, which queues stopped, and why. Empty if all is well. */
  diagnostics(): string
}

/** Takes what a boolean column says, and sets it to false. */
function take(column: Uint8Array, index: number): boolean {
  const was = column[index] === 1
  column[index] = 0
  return was
}

/** Bytes of the device's own memory that the control queue takes: the longest command, an acknowledgement, the longest reply. */
const controlBytes = (config: EngineConfig): number => longestCommand(config) + 1 + longestReply(config)

/** The control queue, its part of the device's own memory beginning at `at`. */
function controlOf(parts: Omit<CommandParts, 'reply'>, ring: Ring, at: number): Control {
  const { layout, memory, limits } = parts
  const longest = longestCommand(limits)
  const answer = at + longest
  const commands = createCommands({ ...parts, reply: answer + 1 })
  return createControl({ layout, memory, ring, commands, at, longest, answer })
}

/** In words: why features were refused, which queues stopped, and why. */
function diagnosticsOf(refusal: string | undefined, { queueFault }: Layout): string {
  const stopped = [...queueFault].flatMap((code, queue) =>
    code === 0 ? [] : [`queue ${queue} stopped: ${faultWords(code)}`],
  )
  return [...(refusal === undefined ? [] : [`FEATURES_OK refused: ${refusal}`]), ...stopped].join('\n')
}

/** Columns of the sizes that a device has. */
const columnsOf = (config: EngineConfig): Layout =>
  layOut({
    device: 1,
    queues: 2 * config.maxPairs + 1,
    chain: Math.max(config.maxQueueSize, config.maxControlQueueSize),
    table: config.maxTableLength,
    backlog: config.backlog,
  })

/** A device of a configuration that was checked. */
export function createDevice(config: EngineConfig): Device {
  const layout = columnsOf(config)
  const backlogBytes = config.backlog * backlogStride(config.maxFrame)
  const frameBytes = headerLengths.tunnelled + Math.max(config.maxFrame, longestPacket)
  const own = backlogBytes + 2 * frameBytes + controlBytes(config)
  const memory = config.memory === undefined ? allocateMemory(config.memorySize, own) : memoryOver(config.memory, own)
  const space = createConfigSpace(config)

  const ring = createRing(layout, memory)
  const reader = createFrameReader(layout, memory)
  const flows = createFlowTable(layout)
  const toeplitz = createToeplitz(layout)
  const steering = createSteering(layout, flows)
  const negotiation = createNegotiation(layout, config.offered)
  const { negotiated } = negotiation
  const link = createLink(layout, space, negotiation)
  const queues = createQueues(layout, memory, config, negotiation)
  const hash = createFrameHash(layout, toeplitz)
  const filter = createFilter(layout, memory, config.mtu)
  const coalescing = createCoalescing(layout)
  const { maxFrame } = config
  const sink: Sink = (bytes, offset, length) => {
    if (space.isUp()) config.sink(bytes, offset, length)
  }
  const gatherAt = memory.own + backlogBytes
  const receive = createReceive({ layout, memory, ring, reader, hash, steering, filter, at: memory.own, maxFrame })
  const segmenter = createSegmenter({ layout, memory, sink, at: gatherAt + frameBytes })
  const offload = createOffload({ layout, memory, segmenter, sink })
  const transmit = createTransmit({ layout, memory, ring, reader, flows, sink, at: gatherAt, maxFrame, offload })
  const parts = { layout, memory, limits: config, toeplitz, steering, filter, space, negotiated, queues, coalescing }
  const control = controlOf(parts, ring, gatherAt + 2 * frameBytes)
  const scheduler = createScheduler({ layout, ring, receive, transmit, control, queues })

  function reset(): void {
    clear(layout)
    receive.clear()
    negotiation.reset()
    link.settle()
    scheduler.reset()
    steering.steerAutomatically(1)
    space.setMac(config.mac)
    space.setAnnounce(false)
  }

  reset()
  return {
    config,
    memory,
    layout,
    status: negotiation.status,
    writeStatus(value) {
      if (value === 0) {
        reset()
        return
      }
      const wasDriven = negotiation.isDriven()
      const wasSuspended = negotiation.isSuspended()
      negotiation.addStatus(value)
      // A driver may have made chains available, and notified, while it was still setting the device up.
      if (wasDriven || !negotiation.isDriven()) return
      layout.queueKicked.fill(0xffff_ffff)
      if (!wasSuspended) filter.begin(negotiated(), config.mac)
      link.settle()
    },
    writeFeatures: negotiation.writeFeatures,
    readConfig: space.read,
    configGeneration: space.generation,
    writeConfig() {},
    setLink: link.set,
    announce: link.announce,
    maxQueueSize: queues.maxSize,
    enable(queue, placement) {
      const objection = queues.enable(queue, placement)
      if (objection === undefined && queue !== queues.control()) coalescing.renew(queue)
      return objection
    },
    resetQueue: queues.reset,
    notify(queue) {
      kick(layout.queueKicked, queue)
      count(layout.notifications, queue)
    },
    deliver: (frame, said) =>
      space.isUp() && (negotiation.isDriven() || negotiation.isSuspended()) && receive.deliver(frame, said),
    run: (budget, start) => (negotiation.isDriven() ? scheduler.run(budget, start) : 0),
    takeInterrupt(queue) {
      if (layout.interruptPending[queue] !== 1 || coalescing.holds(queue)) return false
      layout.interruptPending[queue] = 0
      coalescing.sent(queue)
      count(layout.interruptsSent, queue)
      return true
    },
    elapse: coalescing.elapse,
    takeConfigurationInterrupt: () => take(layout.configurationPending, 0),
    diagnostics: () => diagnosticsOf(negotiation.refusal(), layout),
  }
}
