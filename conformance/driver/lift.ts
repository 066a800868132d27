import type { Capabilities, Capability, OpenOptions, Target } from '../../properties/target.ts'
import type { MemoryTarget } from './memory-device.ts'
import { probeCapabilities, probeConfig } from './probe.ts'
import { MemorySession } from './session.ts'

/**
 * Makes a target of a device over guest memory.
 *
 * Its capabilities are read from a device opened once for that purpose, and kept. A capability that the target calls missing is
 * missing, whatever the device offers.
 */
export function liftToTarget(target: MemoryTarget): Target {
  const { extras } = target
  const traits = { ringPosition: extras.includes('ring-position'), handover: extras.includes('handover') }
  let known: Promise<Capabilities> | undefined
  return {
    name: target.name,
    version: target.version,
    capabilities() {
      known ??= probe(target)
      return known
    },
    async open(options?: OpenOptions) {
      // As it was powered on: what it shows before its first reset is judged too.
      return new MemorySession(await target.open(options), traits)
    },
    async dispose() {
      await target.dispose?.()
    },
  }
}

async function probe(target: MemoryTarget): Promise<Capabilities> {
  const device = await target.open()
  try {
    await device.reset()
    const config = await probeConfig(device, target.traits)
    const all: readonly Capability[] = [...(await probeCapabilities(device, config)), ...target.extras]
    const { missing, notes } = target
    return {
      config,
      has: new Set(all.filter((capability) => missing?.[capability] === undefined)),
      ...(missing && { missing }),
      ...(notes && { notes }),
    }
  } finally {
    await device.close()
  }
}
