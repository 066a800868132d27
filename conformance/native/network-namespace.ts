import { closeSync, openSync, writeFileSync } from 'node:fs'
import type { SystemCalls } from './syscall.ts'

const CLONE_NEWNET = 0x4000_0000

/**
 * Runs `work` in a fresh network namespace and returns to the old one, all in one synchronous stretch, so that nothing else
 * of this process is ever inside. Needs CAP_SYS_ADMIN.
 *
 * The namespace has no name. It lives as long as a descriptor opened inside it does, and is gone with the last one however
 * the process ends. IPv6 is off in it, so that the kernel sends nothing of its own accord.
 */
export function inFreshNetworkNamespace<Result>(system: SystemCalls, work: () => Result): Result {
  return andHome(system, () => {
    system.unshare(CLONE_NEWNET)
    return () => {
      switchOffIpv6()
      return work()
    }
  })
}

/** A network namespace that is kept, to be entered again and again. */
export interface NetworkNamespace {
  /** Runs `work` inside and returns to where the thread was, all in one synchronous stretch. */
  run<Result>(work: () => Result): Result
  /** Lets go of it: it is gone with the last descriptor that was opened inside. */
  close(): void
}

/** Makes a fresh network namespace and keeps it. Needs CAP_SYS_ADMIN. */
export function openNetworkNamespace(system: SystemCalls): NetworkNamespace {
  const inside = inFreshNetworkNamespace(system, () => openSync(present, 'r'))
  return {
    run: (work) =>
      andHome(system, () => {
        system.setns(inside, CLONE_NEWNET)
        return work
      }),
    close: () => closeSync(inside),
  }
}

// `thread-self`, since a namespace is a thread's and this may be a worker thread.
const present = '/proc/thread-self/ns/net'

/** Leaves the present namespace, does what there is to do elsewhere, and comes back; not from where it did not get away. */
function andHome<Result>(system: SystemCalls, leave: () => () => Result): Result {
  const home = openSync(present, 'r')
  try {
    const work = leave()
    try {
      return work()
    } finally {
      system.setns(home, CLONE_NEWNET)
    }
  } finally {
    closeSync(home)
  }
}

function switchOffIpv6(): void {
  for (const scope of ['all', 'default']) {
    try {
      writeFileSync(`/proc/sys/net/ipv6/conf/${scope}/disable_ipv6`, '1')
    } catch (error) {
      if (!isMissing(error)) throw error // a kernel without IPv6 has no such file
    }
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
