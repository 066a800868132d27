import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Whether a QEMU can run here, and which; or why not, and what would help. */
export type Availability =
  | { readonly available: true; readonly version: string; readonly accelerator: 'qtest' | 'tcg' }
  | { readonly available: false; readonly why: string }

/** What helps where there is no QEMU. */
export const remedy = 'apt-get install --no-install-recommends qemu-system-x86, or give --option qemu=PATH'

const run = promisify(execFile)
const limit = 10_000

/** Asks a QEMU binary for its version and accelerators. */
export async function qemuAvailability(qemu: string): Promise<Availability> {
  try {
    const [version, accelerators] = await Promise.all([
      run(qemu, ['--version'], { timeout: limit }),
      run(qemu, ['-accel', 'help'], { timeout: limit }),
    ])
    return readAnswers(qemu, version.stdout, accelerators.stdout)
  } catch (error) {
    return { available: false, why: `${qemu} cannot be run (${reasonOf(error)}): ${remedy}` }
  }
}

/** What the answers to `--version` and `-accel help` mean. */
export function readAnswers(qemu: string, version: string, accelerators: string): Availability {
  const number = /^QEMU emulator version (.+)$/m.exec(version)?.[1]
  if (number === undefined) return { available: false, why: `${qemu} is not a QEMU system emulator: ${remedy}` }
  const offers = accelerators.split(/\s+/)
  const accelerator = (['qtest', 'tcg'] as const).find((name) => offers.includes(name))
  if (accelerator === undefined) {
    return { available: false, why: `${qemu} has neither the qtest nor the tcg accelerator: ${remedy}` }
  }
  return { available: true, version: number.trim(), accelerator }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'ENOENT') return 'not found'
  return error.message.split('\n')[0] ?? error.message
}
