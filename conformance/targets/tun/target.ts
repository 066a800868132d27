import { tunFlag } from '../../../model/tun/flag.ts'
import { allOffloads, plainOffloads } from '../../../model/tun/set-offload.ts'
import type { Candidate } from '../../../properties/target.ts'
import type { PartOf } from '../../../properties/terms.ts'
import type { TunTerms } from '../../../properties/tun/terms.ts'
import { SystemCallError, type SystemCalls } from '../../native/syscall.ts'
import { kernelVersion, tunAvailability } from './availability.ts'
import { closeFile, TunHost } from './host.ts'
import { requests, TUNSETIFF } from './ioctl.ts'
import { TunSession } from './session.ts'

/** The tun driver of this machine's kernel; where it cannot be driven, a candidate that says why. */
export async function linuxTun(): Promise<Candidate> {
  const name = 'linux-tun'
  const version = kernelVersion()
  const system = await tunAvailability()
  if (typeof system === 'string') return { name, version, lacks: { tun: `tun: ${system}` } }
  const hosts = new Set<TunHost>()
  return {
    name,
    version,
    parts: { tun: tunPart(system, hosts) },
    async dispose() {
      for (const host of hosts) host.close()
      hosts.clear()
    },
  }
}

function tunPart(system: SystemCalls, hosts: Set<TunHost>): PartOf<TunTerms> {
  return {
    async capabilities() {
      return {
        config: { files: 300, queueLength: 1000, features: featuresOf(system), offloads: offloadsOf(system) },
        has: new Set(['tun']),
      }
    },
    async open() {
      const host = new TunHost(system)
      hosts.add(host)
      return new (class extends TunSession {
        override async close() {
          await super.close()
          hosts.delete(host)
          host.close()
        }
      })(host)
    },
  }
}

/** What `work` finds with a file of a device of its own. */
function withDevice<Result>(system: SystemCalls, work: (descriptor: number) => Result): Result {
  const host = new TunHost(system)
  try {
    const descriptor = host.openFile()
    try {
      system.ioctl(descriptor, TUNSETIFF, host.request('device', tunFlag.IFF_TAP | tunFlag.IFF_NO_PI))
      return work(descriptor)
    } finally {
      closeFile(descriptor)
    }
  } finally {
    host.close()
  }
}

function featuresOf(system: SystemCalls): number {
  return withDevice(system, (descriptor) => {
    const features = new Int32Array(1)
    system.ioctl(descriptor, requests.TUNGETFEATURES[0], new Uint8Array(features.buffer))
    return features[0] ?? 0
  })
}

/** Which bits of TUNSETOFFLOAD there are: those of tunnels came with Linux 6.17. */
function offloadsOf(system: SystemCalls): number {
  return withDevice(system, (descriptor) => {
    try {
      system.ioctlWith(descriptor, requests.TUNSETOFFLOAD[0], allOffloads)
      return allOffloads
    } catch (error) {
      if (error instanceof SystemCallError && error.code === 'EINVAL') return plainOffloads
      throw error
    }
  })
}
