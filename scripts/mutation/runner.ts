import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Reply, Request } from './protocol.ts'

/** Runs one request after another in a process that is replaced when it hangs or dies. */
export interface Runner {
  /** What came of the request; `'timeout'` if nothing did within so many milliseconds. */
  run(request: Request, limit: number): Promise<Reply | 'timeout'>
  close(): void
}

/** A runner whose mutants are numbered from these, by path. */
export function openRunner(firsts: Readonly<Record<string, number>>): Runner {
  let worker: ChildProcess | undefined
  const start = async (): Promise<ChildProcess> => {
    worker ??= fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(firsts)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, VIRTIO_CONFORMANCE_RUNS: '25' },
    })
    if (worker.exitCode !== null) throw new Error('fault: the mutation worker did not start')
    return worker
  }
  let ready: Promise<unknown> | undefined
  const drop = (): void => {
    worker?.kill('SIGKILL')
    worker = undefined
    ready = undefined
  }
  return {
    async run(request, limit) {
      const process = await start()
      ready ??= once(process, 'message')
      await ready
      const reply = answerOf(process, limit)
      process.send(request)
      const answer = await reply
      if (answer === 'timeout') drop()
      return answer
    },
    close: drop,
  }
}

async function answerOf(worker: ChildProcess, limit: number): Promise<Reply | 'timeout'> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), limit)
  try {
    const [reply] = (await Promise.race([
      once(worker, 'message', { signal: abort.signal }),
      once(worker, 'exit', { signal: abort.signal }).then(() => ['timeout']),
    ])) as [Reply | 'timeout']
    return reply
  } catch {
    return 'timeout'
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
}
