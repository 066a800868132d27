import type { Target } from '../../properties/target.ts'
import { liftToTarget } from '../driver/lift.ts'
import { pciPart } from '../driver/pci/part.ts'
import { specification, suite } from '../report/suite.ts'
import { engineTarget } from '../targets/engine.ts'
import { engineOverPci, enginePciPart } from '../targets/engine-pci.ts'
import { pciReferenceTarget } from '../targets/pci-reference.ts'
import { type PolicyName, policies } from '../targets/policy.ts'
import { qemuAvailability } from '../targets/qemu/availability.ts'
import { defaultOptions, type QemuOptions, readOptions } from '../targets/qemu/options.ts'
import { referenceTarget } from '../targets/reference.ts'
import { kernelVersion, tunAvailability } from '../targets/tun/availability.ts'
import { linuxTun } from '../targets/tun/target.ts'
import { tunReferenceTarget } from '../targets/tun-reference.ts'
import type { KnownTarget, TargetOptions } from './known-target.ts'
import { UsageError } from './usage-error.ts'

const engine: KnownTarget = {
  name: 'engine',
  says: 'the fast implementation of this package, on rings in memory',
  options: { transport: 'how the network device is driven: `direct`, or `pci`, by registers; direct unless given' },
  needs: [],
  ours: true,
  probe: () => Promise.resolve({ available: true, version: suite.version }),
  async make({ transport = 'direct' }) {
    if (transport !== 'direct' && transport !== 'pci')
      throw new UsageError(`--option: transport=${transport}: must be direct or pci`)
    const device = transport === 'pci' ? engineOverPci() : engineTarget()
    return [{ ...liftToTarget(device), parts: { pci: enginePciPart() }, version: suite.version, seeded: true }]
  },
}

const policyNames = Object.keys(policies) as readonly PolicyName[] // the keys of `policies`

/** The reference under a policy, as a network device, as a PCI function and as a tun device: its random choices follow the session's seed. */
export const reference = (policy: PolicyName): Target => {
  const parts = { pci: pciReferenceTarget(policy), tun: tunReferenceTarget(policy) }
  return { ...referenceTarget(policy), seeded: true, parts }
}

const referenceTargets: KnownTarget = {
  name: 'reference',
  says: `the model played as a device, under each policy (${policyNames.join(', ')})`,
  options: {},
  needs: [],
  ours: true,
  probe: () => Promise.resolve({ available: true, version: specification }),
  async make() {
    const [first, ...others] = policyNames.map(reference)
    if (first === undefined) throw new Error('fault: the reference has no policy')
    return [first, ...others]
  },
}

const qemu: KnownTarget = {
  name: 'qemu-virtio-net',
  says: 'virtio-net-pci of a QEMU, driven over qtest and shared memory',
  options: {
    qemu: `QEMU's binary; ${defaultOptions.qemu} unless given`,
    pairs: `queue pairs; ${defaultOptions.pairs} unless given`,
    'queue-size': `entries of the largest receive ring; ${defaultOptions.queueSize} unless given`,
    device: 'more properties of the device, NAME=VALUE with commas between',
    limit: `milliseconds that any wait may last; ${defaultOptions.limit} unless given`,
  },
  needs: [
    'qemu-system-x86_64 7.2 or later (Debian: qemu-system-x86)',
    'root and the optional package koffi for more than one queue pair',
  ],
  ours: false,
  probe: (options) => qemuAvailability(qemuOptions(options).qemu),
  async make(options) {
    const settings = qemuOptions(options)
    // Loaded when it is needed only: it brings native code.
    const { qemuVirtioNet } = await import('../targets/qemu/target.ts')
    const target = await qemuVirtioNet(settings)
    return [{ ...liftToTarget(target), parts: { pci: pciPart(target.pci) } }]
  },
}

function qemuOptions(options: TargetOptions): QemuOptions {
  const read = readOptions(options)
  if (typeof read === 'string') throw new UsageError(`--option: ${read}`)
  return read
}

const tun: KnownTarget = {
  name: 'linux-tun',
  says: "the tun driver of this machine's kernel, in a network namespace of its own",
  options: {},
  needs: ['root, /dev/net/tun and the optional package koffi'],
  ours: false,
  async probe() {
    const system = await tunAvailability()
    return typeof system === 'string'
      ? { available: false, why: system }
      : { available: true, version: kernelVersion() }
  },
  make: async () => [await linuxTun()],
}

/** Every target that the command line knows. */
export const knownTargets: readonly KnownTarget[] = [engine, referenceTargets, qemu, tun]
