import { readSync, writeSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { match } from 'ts-pattern'
import { arrayOf, type Bytes, hexOf } from '../../../model/kernel/bytes.ts'
import type {
  AdminLimits,
  AdminLinks,
  DeviceReturns,
  TunCall,
  TunFile,
  TunObservation,
  TunStimulus,
  UserAttaches,
  UserCloses,
  UserOpens,
  UserReads,
  UserRequests,
  UserTeaches,
  UserWrites,
  WireArrives,
} from '../../../model/tun/action.ts'
import { type Errno, errnos } from '../../../model/tun/errno.ts'
import { numberedPacket } from '../../../model/tun/numbered-packet.ts'
import type { Seen } from '../../../properties/target.ts'
import type { SessionOf } from '../../../properties/terms.ts'
import type { TunTerms } from '../../../properties/tun/terms.ts'
import { numberIn } from '../../native/interface-request.ts'
import { errorName, SystemCallError } from '../../native/syscall.ts'
import { closeFile, type TunHost } from './host.ts'
import { requests, TUNSETIFF, TUNSETQUEUE } from './ioctl.ts'

type Observed = readonly Seen<TunObservation>[]
type Reply = Observed | 'skipped'

const returns = (value: number, error: Errno | 'none' = 'none'): DeviceReturns => ({
  kind: 'device.returns',
  error,
  value,
})

/** As large as a read of a whole packet may be. */
const AMPLE = 1 << 17
/** Packets written before what came into the host is looked at: its buffer must not overflow. */
const BATCH = 256

/** Drives the tun driver of this machine's kernel. Every call is synchronous: what it does is done when it returns. */
export class TunSession implements SessionOf<TunTerms> {
  private readonly files = new Map<TunFile, number>()
  private readonly buffer = Buffer.alloc(AMPLE)

  constructor(private readonly host: TunHost) {}

  async perform(stimulus: TunStimulus): Promise<Reply> {
    if (stimulus.kind === 'time.passes') {
      await setTimeout(stimulus.time)
      return []
    }
    if (stimulus.kind === 'wire.arrives' || stimulus.kind === 'admin.links' || stimulus.kind === 'admin.limits')
      return this.outside(stimulus)
    const descriptor = this.files.get(stimulus.file)
    if (stimulus.kind === 'user.opens') return descriptor === undefined ? this.open(stimulus) : 'skipped'
    return descriptor === undefined ? 'skipped' : this.call(stimulus, descriptor)
  }

  /** Nothing happens by itself: rest is reached when the last call returned. */
  async settle(): Promise<Observed> {
    return [...this.emitted(), { kind: 'device.rests' }]
  }

  async drain(): Promise<void> {
    this.host.clear()
    for (const descriptor of this.files.values()) closeFile(descriptor)
    this.files.clear()
  }

  diagnostics(): string {
    return ''
  }

  close(): Promise<void> {
    return this.drain()
  }

  private open({ file }: UserOpens): Observed {
    return [
      answered(() => {
        this.files.set(file, this.host.openFile())
        return 0
      }),
    ]
  }

  /** What is not done through a file. */
  private outside(stimulus: AdminLinks | AdminLimits | WireArrives): Reply {
    const index = this.host.device()
    if (index === undefined) return 'skipped'
    if (stimulus.kind === 'wire.arrives') {
      const isTaken = this.host.send(index, arrayOf(stimulus.bytes))
      return isTaken ? [] : [{ kind: 'device.drops', frame: stimulus.frame }]
    }
    if (stimulus.kind === 'admin.links') this.host.link(stimulus.up)
    else this.host.limit(stimulus.length)
    return []
  }

  private call(stimulus: Exclude<TunCall, UserOpens>, descriptor: number): Observed {
    return match(stimulus)
      .returnType<Observed>()
      .with({ kind: 'user.closes' }, (a) => this.closeOne(a, descriptor))
      .with({ kind: 'user.attaches' }, (a) => [this.attach(a, descriptor)])
      .with({ kind: 'user.switches' }, ({ flags }) => [
        answered(() => this.ioctl(descriptor, TUNSETQUEUE, this.host.request('device', flags))),
      ])
      .with({ kind: 'user.requests' }, (a) => [answered(() => this.request(a, descriptor))])
      .with({ kind: 'user.writes' }, (a) => this.write(a, descriptor))
      .with({ kind: 'user.teaches' }, (a) => [this.teach(a, descriptor)])
      .with({ kind: 'user.reads' }, (a) => [this.read(a, descriptor)])
      .with({ kind: 'user.empties' }, ({ file }) => this.empty(file, descriptor))
      .exhaustive()
  }

  private closeOne({ file }: UserCloses, descriptor: number): Observed {
    this.files.delete(file)
    return [
      answered(() => {
        closeFile(descriptor)
        return 0
      }),
    ]
  }

  private attach({ name, flags }: UserAttaches, descriptor: number): DeviceReturns {
    return answered(() => this.ioctl(descriptor, TUNSETIFF, this.host.request(name, flags)))
  }

  private ioctl(descriptor: number, request: number, argument: Buffer): 0 {
    this.host.system.ioctl(descriptor, request, argument)
    return 0
  }

  private request({ request, value }: UserRequests, descriptor: number): number {
    const [number, passing] = requests[request]
    if (passing === 'value') {
      this.host.system.ioctlWith(descriptor, number, value >>> 0)
      return 0
    }
    if (passing === 'interface') {
      const argument = this.host.request('device', 0)
      this.ioctl(descriptor, number, argument)
      return numberIn(argument, 2)
    }
    const argument = Int32Array.of(value)
    this.host.system.ioctl(descriptor, number, new Uint8Array(argument.buffer))
    return passing === 'writes' ? (argument[0] ?? 0) : 0
  }

  private write({ bytes }: UserWrites, descriptor: number): Observed {
    return [answered(() => writeSync(descriptor, arrayOf(bytes))), ...this.emitted()]
  }

  private teach({ first, count }: UserTeaches, descriptor: number): DeviceReturns {
    return answered(() => {
      const header = Buffer.alloc(this.headersOf(descriptor))
      for (let flow = first; flow < first + count; flow++) {
        writeSync(descriptor, Buffer.concat([header, arrayOf(numberedPacket(flow, 0))]))
        if ((flow - first) % BATCH === BATCH - 1) this.host.received()
      }
      this.host.received()
      return count
    })
  }

  /** Bytes that stand before a packet, as the device says. */
  private headersOf(descriptor: number): number {
    const shown = this.host.request('device', 0)
    this.ioctl(descriptor, requests.TUNGETIFF[0], shown)
    const flags = numberIn(shown, 2)
    const size = new Int32Array(1)
    this.host.system.ioctl(descriptor, requests.TUNGETVNETHDRSZ[0], new Uint8Array(size.buffer))
    return ((flags & 0x1000) === 0 ? 4 : 0) + ((flags & 0x4000) === 0 ? 0 : (size[0] ?? 0))
  }

  private read({ file, room }: UserReads, descriptor: number): Seen<TunObservation> {
    const returned = answered(() => readSync(descriptor, this.buffer, 0, room, null))
    return returned.error === 'none' && room > 0 ? this.delivery(file, returned.value) : returned
  }

  private empty(file: TunFile, descriptor: number): Observed {
    const seen: Seen<TunObservation>[] = []
    for (;;) {
      const returned = answered(() => readSync(descriptor, this.buffer, 0, AMPLE, null))
      if (returned.error !== 'none') return [...seen, returned]
      seen.push(this.delivery(file, returned.value))
    }
  }

  private delivery(file: TunFile, length: number): Seen<TunObservation> {
    return { kind: 'device.delivers', file, bytes: hexOf(this.buffer.subarray(0, length)) }
  }

  private emitted(): Observed {
    return this.host.received().map((frame) => ({ kind: 'device.emits', bytes: hexOf(frame) as Bytes }))
  }
}

/** What a call returns, or the error it fails with; another error than tun has is thrown on. */
function answered(call: () => number): DeviceReturns {
  try {
    return returns(call())
  } catch (error) {
    const name = nameOf(error)
    const known = errnos.find((one) => one === name)
    if (known === undefined) throw error
    return returns(0, known)
  }
}

/** The name of the error of a system call, ours or one of Node's. */
function nameOf(error: unknown): string | undefined {
  if (error instanceof SystemCallError) return error.code
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number'
    ? errorName(-error.errno)
    : undefined
}
