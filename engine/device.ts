import type { FeatureSet } from '../model/kernel/bits.ts'
import { createCommands, longestCommand } from './command.ts'
import type { EngineConfig } from './config.ts'
import { createConfigSpace } from './config-space.ts'
import { createControl } from './control.ts'
import { createRing } from './either-ring.ts'
import { faultWords } from './fault.ts'
import { createFilter } from './filter.ts'
import { createFlowTable } from './flow-table.ts'
import { createFrameReader } from './frame.ts'
import { createFrameHash } from './hash-report.ts'
import { kick } from './kicked.ts'
import { clear, type Layout, layOut } from './layout.ts'
import { createLink } from './link.ts'
import { allocateMemory, type Memory, memoryOver } from './memory.ts'
import { createNegotiation } from './negotiation.ts'
import { createOffload } from './offload.ts'
import { createQueues, type QueuePlacement } from './queue.ts'
import { backlogStride, createReceive, headerLengths } from './receive.ts'
import type { Handover } from './receive-offload.ts'
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
  const longest = longestCommand(config)
  const backlogBytes = config.backlog * backlogStride(config.maxFrame)
  const frameBytes = headerLengths.hashed + Math.max(config.maxFrame, longestPacket)
  const own = backlogBytes + 2 * frameBytes + longest
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
  const commands = createCommands({ layout, memory, limits: config, toeplitz, steering, filter, space, negotiated })
  const { maxFrame } = config
  const sink: Sink = (bytes, offset, length) => {
    if (space.isUp()) config.sink(bytes, offset, length)
  }
  const gatherAt = memory.own + backlogBytes
  const receive = createReceive({ layout, memory, ring, reader, hash, steering, filter, at: memory.own, maxFrame })
  const segmenter = createSegmenter({ layout, memory, sink, at: gatherAt + frameBytes })
  const offload = createOffload({ layout, memory, segmenter, sink })
  const transmit = createTransmit({ layout, memory, ring, reader, flows, sink, at: gatherAt, maxFrame, offload })
  const control = createControl({ layout, memory, ring, commands, at: gatherAt + 2 * frameBytes, longest })
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
    enable: queues.enable,
    resetQueue: queues.reset,
    notify(queue) {
      kick(layout.queueKicked, queue)
    },
    deliver: (frame, said) =>
      space.isUp() && (negotiation.isDriven() || negotiation.isSuspended()) && receive.deliver(frame, said),
    run: (budget, start) => (negotiation.isDriven() ? scheduler.run(budget, start) : 0),
    takeInterrupt: (queue) => take(layout.interruptPending, queue),
    takeConfigurationInterrupt: () => take(layout.configurationPending, 0),
    diagnostics() {
      const refusal = negotiation.refusal()
      const stopped = [...layout.queueFault].flatMap((code, queue) =>
        code === 0 ? [] : [`queue ${queue} stopped: ${faultWords(code)}`],
      )
      return [...(refusal === undefined ? [] : [`FEATURES_OK refused: ${refusal}`]), ...stopped].join('\n')
    },
  }
}
