import { readdirSync, readlinkSync } from 'node:fs'
import type { Traits } from '../../../model/net/config.ts'
import { type Capability, TargetLost } from '../../../properties/target.ts'
import type { MemoryTarget } from '../../driver/memory-device.ts'
import { PciNetDevice } from '../../driver/pci/net-device.ts'
import type { PciTarget } from '../../driver/pci/part.ts'
import type { PciFunction } from '../../driver/pci/pci-function.ts'
import { type Availability, qemuAvailability } from './availability.ts'
import { nic, QemuFunction } from './function.ts'
import { firstDescriptor, type Machine, ramSize, startMachine } from './machine.ts'
import { FileMemory } from './memory.ts'
import { defaultOptions, type QemuOptions } from './options.ts'
import { enableEcam, findFunction } from './pci.ts'
import { StreamWire } from './stream-wire.ts'
import { swallow } from './swallow.ts'
import { openTapWire } from './tap-wire.ts'
import type { Wire } from './wire.ts'

const vendor = 0x1af4
/** PCI Device IDs of a network device: modern, transitional. */
const netDevices = [0x1041, 0x1000]
const mac = '52:54:00:12:34:56'

/** Guest memory: the harness's part begins above a PC's firmware and its shadow, ours is the last MiB. */
const harnessBase = 1 << 20
const oursBase = ramSize - (1 << 20)
/** Interrupts land in the first half of ours; a driver of our own has the rest. */
const swallowBase = oursBase + (1 << 19)

/** What a real QEMU does where the standard leaves it free. */
const traits: Traits = { full: 'either', blocks: true, pads: true }

/**
 * Features that change frames between wire and driver (checksums, segmentation) are off: with them a receive buffer must take
 * 64 KiB, and what arrives need not be what was sent. A version has those that it knows.
 */
const offloads = [
  'csum',
  'guest_csum',
  'gso',
  'guest_tso4',
  'guest_tso6',
  'guest_ecn',
  'guest_ufo',
  'host_tso4',
  'host_tso6',
  'host_ecn',
  'host_ufo',
  'guest_uso4',
  'guest_uso6',
  'host_uso',
  'guest_tunnel',
  'guest_tunnel_csum',
  'host_tunnel',
  'host_tunnel_csum',
]

const oneQueuePair: readonly Capability[] = ['mq', 'hash-report', 'hash-config', 'pairs-2', 'pairs-4']

/** A QEMU as a network device, and as the PCI function that this is behind. */
export interface QemuTarget extends MemoryTarget {
  readonly pci: PciTarget
}

/** `qemu-virtio-net`: a real QEMU's virtio-net-pci; every `open` starts one. Rejects with `TargetLost` where none can run. */
export async function qemuVirtioNet(given: Partial<QemuOptions> = {}): Promise<QemuTarget> {
  const options = { ...defaultOptions, ...given }
  const found = await qemuAvailability(options.qemu)
  if (!found.available) throw new TargetLost(found.why)
  const probe = options.pairs === 1 ? 'one pair was asked for' : await openTapWire(options.pairs)
  if (typeof probe !== 'string') probe.close()
  const running = new Set<PciFunction>()
  const notes = new Set([`accelerator: ${found.accelerator}, ioeventfd off, checksum and segmentation offloads off`])
  const start = async (): Promise<PciFunction> => {
    const wire = await openWire(options.pairs)
    const { pci, steering } = await openFunction(options, found, wire)
    running.add(pci)
    for (const note of [wire.says, steering]) notes.add(note)
    return pci
  }
  return {
    name: 'qemu-virtio-net',
    version: found.version,
    traits,
    extras: ['interrupts', 'link', 'announce', 'config-write'],
    missing: missing(probe),
    get notes() {
      return [...notes]
    },
    pci: { has: ['pci', 'link'], openFunction: start },
    async open() {
      const pci = await start()
      return PciNetDevice.open(pci).catch(async (error: unknown) => {
        await pci.close()
        throw error
      })
    },
    async dispose() {
      await Promise.all([...running].map((pci) => pci.close()))
      running.clear()
    },
  }
}

function missing(why: unknown): Readonly<Partial<Record<Capability, string>>> {
  const always = {
    'ring-position': 'a ring begins at 0 on PCI',
    indirect:
      'QEMU takes a table behind direct descriptors for a buffer (split.indirect.device.2, docs/track-record.md): what follows from it is not told yet',
  }
  if (typeof why !== 'string') return always
  return { ...always, ...Object.fromEntries(oneQueuePair.map((capability) => [capability, why])) }
}

async function openWire(pairs: number): Promise<Wire> {
  const tap = pairs === 1 ? 'one pair' : await openTapWire(pairs)
  return typeof tap === 'string' ? new StreamWire() : tap
}

type Found = Extract<Availability, { readonly available: true }>

async function openFunction(options: QemuOptions, found: Found, wire: Wire) {
  try {
    const machine = await startMachine({
      ...options,
      accelerator: found.accelerator,
      descriptors: wire.descriptors,
      args: ['-netdev', `${wire.netdev(firstDescriptor)},id=n0`, '-device', deviceArgument(options, found, wire)],
    })
    wire.attach(machine.pipes)
    const pci = await connect(machine, wire).catch(async (error: unknown) => {
      await machine.close()
      throw error
    })
    const steering = steeringOf(machine)
    machine.forgetWords()
    return { pci, steering }
  } catch (error) {
    wire.close()
    throw error
  }
}

function deviceArgument({ queueSize, device }: QemuOptions, { properties }: Found, { pairs }: Wire): string {
  return [
    `virtio-net-pci,id=${nic},netdev=n0,mac=${mac},romfile=,disable-legacy=on,ioeventfd=off`,
    `vectors=${2 * pairs + 2},mq=on,rss=on,hash=on,rx_queue_size=${queueSize}`,
    ...offloads.filter((name) => properties.has(name)).map((name) => `${name}=off`),
    ...(device === '' ? [] : [device]),
  ].join(',')
}

async function connect(machine: Machine, wire: Wire): Promise<QemuFunction> {
  await enableEcam(machine.qtest)
  const placed = await findFunction(machine.qtest, vendor, netDevices)
  const scratch = new FileMemory(machine.ram, swallowBase, ramSize - swallowBase)
  return new QemuFunction({
    machine,
    wire,
    placed,
    ram: new FileMemory(machine.ram, 0, ramSize),
    landing: new FileMemory(machine.ram, oursBase, swallowBase - oursBase),
    memory: new FileMemory(machine.ram, harnessBase, oursBase - harnessBase),
    swallow: (device) => swallow(device, scratch, wire.pairs),
  })
}

/** Which of its two implementations of RSS QEMU runs where no hash is reported: a loaded program shows among its descriptors. */
function steeringOf({ pid, words }: Machine): string {
  const folder = `/proc/${pid}/fd`
  const programs = readdirSync(folder).filter((name) => linkOf(`${folder}/${name}`).includes('bpf-prog'))
  const refused = /bpf/i.test(words()) ? ', since its eBPF program does not load' : ''
  return `RSS without HASH_REPORT runs ${programs.length > 0 ? 'as an eBPF program in the kernel' : `in QEMU’s own code${refused}`}`
}

/** What a descriptor is; nothing where it was closed meanwhile. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
