import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import type { Duplex } from 'node:stream'
import { atExit } from './at-exit.ts'

/** How a child process ended, in words: `exit status 1`, `signal SIGSEGV`, `spawn qemu ENOENT`. */
export type Ending = string

/** A child process that does not outlive this one. */
export interface Child {
  /** The process id; `undefined` where it could not be started. */
  readonly pid: number | undefined
  /** The duplex streams asked for with `'pipe'`, in order. */
  readonly pipes: readonly Duplex[]
  /** Settles when the process has ended and all it wrote to standard error is here. Never rejects. */
  readonly ended: Promise<Ending>
  /** The last lines on standard error, since the start or the last `forgetWords`. */
  words(): string
  forgetWords(): void
  /** Kills the process and its group, and waits until it is gone. */
  stop(): Promise<void>
}

const wordsKept = 2000

/**
 * Starts a process in a group of its own. Its descriptors from 3 on are `descriptors`: one of ours, or a `'pipe'`, which is a
 * connected pair of stream sockets. They are the only way in, so that nothing has a name which could be left behind.
 *
 * The kernel kills it when this process ends, SIGKILL included, where setpriv (util-linux) is there; else the end of this process
 * does so in every case but SIGKILL.
 */
export function startChild(program: string, args: readonly string[], descriptors: readonly (number | 'pipe')[]): Child {
  const [head, ...tail] = [...leash(), program, ...args]
  const options: SpawnOptions = { stdio: ['ignore', 'ignore', 'pipe', ...descriptors], detached: true }
  const child = spawn(head ?? program, tail, options)
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-wordsKept)
  })
  const forget = atExit(() => kill(child))
  const ended = endingOf(child).finally(forget)
  return {
    pid: child.pid,
    pipes: descriptors.flatMap((kind, index) => (kind === 'pipe' ? [duplexOf(child, 3 + index)] : [])),
    ended,
    words: () => words.trim(),
    forgetWords() {
      words = ''
    },
    async stop() {
      kill(child)
      await ended
    },
  }
}

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (status, signal) => resolve(signal === null ? `exit status ${status}` : `signal ${signal}`))
  })
}

/** A process id that has ended may be another's by now; one whose end was not yet reported cannot be. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL') // not yet a group of its own
  }
}

function duplexOf(child: ChildProcess, descriptor: number): Duplex {
  const stream = child.stdio[descriptor]
  if (!stream || !('write' in stream) || !('read' in stream)) {
    throw new Error(`fault: descriptor ${descriptor} of a child process is no duplex stream`)
  }
  return stream as Duplex // Node makes a net.Socket of every 'pipe' beyond standard error
}

function leash(): readonly string[] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(isExecutable)
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--']
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
