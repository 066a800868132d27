import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Whether a QEMU can run here, and which; or why not, and what would help. */
export type Availability =
  | {
      readonly available: true
      readonly version: string
      readonly accelerator: 'qtest' | 'tcg'
      /** Names of the properties that its virtio-net-pci has: newer versions have more. */
      readonly properties: ReadonlySet<string>
    }
  | { readonly available: false; readonly why: string }

/** What helps where there is no QEMU. */
export const remedy = 'apt-get install --no-install-recommends qemu-system-x86, or give --option qemu=PATH'

const run = promisify(execFile)
const limit = 10_000

/** What a QEMU binary answers. */
export interface Answers {
  /** To `--version`. */
  readonly version: string
  /** To `-accel help`, which never tells of qtest. */
  readonly accelerators: string
  /** Whether a machine starts with `-accel qtest`. */
  readonly qtest: boolean
  /** To `-device virtio-net-pci,help`. */
  readonly device: string
}

/** Asks a QEMU binary for its version, accelerators and the properties of its device. */
export async function qemuAvailability(qemu: string): Promise<Availability> {
  const ask = async (...args: readonly string[]) => (await run(qemu, args, { timeout: limit })).stdout
  try {
    const [version, accelerators, qtest, device] = await Promise.all([
      ask('--version'),
      ask('-accel', 'help'),
      startsWithQtest(qemu),
      ask('-device', 'virtio-net-pci,help'),
    ])
    return readAnswers(qemu, { version, accelerators, qtest, device })
  } catch (error) {
    return { available: false, why: `${qemu} cannot be run (${reasonOf(error)}): ${remedy}` }
  }
}

async function startsWithQtest(qemu: string): Promise<boolean> {
  const quiet = ['-machine', 'none', '-nodefaults', '-display', 'none', '-monitor', 'stdio']
  const machine = run(qemu, [...quiet, '-accel', 'qtest'], { timeout: limit })
  machine.child.stdin?.on('error', () => {}).end('quit\n') // one that does not start does not read either
  return machine.then(
    () => true,
    () => false,
  )
}

/** What the answers mean. */
export function readAnswers(qemu: string, { version, accelerators, qtest, device }: Answers): Availability {
  const number = /^QEMU emulator version (.+)$/m.exec(version)?.[1]
  if (number === undefined) return { available: false, why: `${qemu} is not a QEMU system emulator: ${remedy}` }
  if (!qtest && !accelerators.split(/\s+/).includes('tcg')) {
    return { available: false, why: `${qemu} has neither the qtest nor the tcg accelerator: ${remedy}` }
  }
  const properties = new Set([...device.matchAll(/^\s*([\w-]+)=</gm)].map(([, name = '']) => name))
  return { available: true, version: number.trim(), accelerator: qtest ? 'qtest' : 'tcg', properties }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'ENOENT') return 'not found'
  return error.message.split('\n')[0] ?? error.message
}
