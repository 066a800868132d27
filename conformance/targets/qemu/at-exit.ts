const cleanups = new Set<() => void>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Has `cleanup` called when this process ends, by itself or by SIGINT, SIGTERM or SIGHUP. It must be synchronous. Returns a
 * function that takes it back.
 *
 * Nothing can be done on SIGKILL: whatever must not outlive that has to be tied to this process by the kernel.
 */
export function atExit(cleanup: () => void): () => void {
  if (cleanups.size === 0) listen()
  cleanups.add(cleanup)
  return () => {
    if (cleanups.delete(cleanup) && cleanups.size === 0) unlisten()
  }
}

function listen(): void {
  process.on('exit', runAll)
  for (const signal of signals) process.on(signal, onSignal)
}

function unlisten(): void {
  process.off('exit', runAll)
  for (const signal of signals) process.off(signal, onSignal)
}

function runAll(): void {
  for (const cleanup of cleanups) cleanup()
  cleanups.clear()
}

/** Listening to a signal takes away its default; where nobody else listens, it is given back. */
function onSignal(signal: NodeJS.Signals): void {
  runAll()
  unlisten()
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
}
