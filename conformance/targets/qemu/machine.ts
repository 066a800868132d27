import { closeSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { TargetLost } from '../../../properties/target.ts'
import { DeviceLost } from '../../driver/device-lost.ts'
import { haltRom } from './halt-rom.ts'
import { openNamelessFile } from './nameless-file.ts'
import { type Child, startChild } from './process.ts'
import { Qmp } from './qmp.ts'
import { Qtest } from './qtest.ts'

/** Bytes of guest memory. */
export const ramSize = 64 << 20

/** What of QEMU to start. */
export interface MachineOptions {
  /** QEMU's binary: a path, or a name in PATH. */
  readonly qemu: string
  /** `qtest` where the binary has that accelerator. */
  readonly accelerator: 'qtest' | 'tcg'
  /** The limit of every wait in milliseconds. */
  readonly limit: number
  /** Descriptors to hand over, or `'pipe'`; the first is {@link firstDescriptor} in QEMU. */
  readonly descriptors: readonly (number | 'pipe')[]
  /** `-netdev` and `-device`. */
  readonly args: readonly string[]
}

/** A QEMU that runs no guest: registers through qtest, memory through a file. */
export interface Machine {
  readonly qtest: Qtest
  /** The administrator's way in. */
  readonly qmp: Qmp
  /** Guest memory: offsets are physical addresses. */
  readonly ram: number
  /** The duplex streams asked for with `'pipe'`, in order. */
  readonly pipes: readonly Duplex[]
  /** QEMU's process id, for `/proc`. */
  readonly pid: number | undefined
  /** What QEMU said last on standard error. */
  words(): string
  /** Forgets what QEMU has said by now: the grumbling of a start is nobody's last words. */
  forgetWords(): void
  /** Ends QEMU and frees everything; settles when it is gone. */
  close(): Promise<void>
}

const QTEST = 3
const RAM = 4
const ROM = 5
const QMP = 6
/** The number in QEMU of the first of {@link MachineOptions.descriptors}. */
export const firstDescriptor = 7

/** Starts QEMU and waits for its first answer; rejects with `TargetLost` and QEMU's own words where it does not come. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const ram = openNamelessFile(ramSize)
  const rom = openNamelessFile(haltRom())
  let child: Child
  try {
    child = startChild(
      options.qemu,
      [...baseArguments(options), ...options.args],
      ['pipe', ram, rom, 'pipe', ...options.descriptors],
    )
  } catch (error) {
    closeSync(ram)
    throw error
  } finally {
    closeSync(rom)
  }
  const [channel, monitor, ...pipes] = child.pipes
  if (channel === undefined || monitor === undefined) throw new Error('fault: QEMU was started without its channels')
  const { limit } = options
  const lost = (how: 'hangs' | 'dies', because: string): Promise<DeviceLost> => lastWords(child, how, because)
  const machine: Machine = {
    qtest: new Qtest(channel, { limit, lost }),
    qmp: new Qmp(monitor, { limit, lost }),
    ram,
    pipes,
    pid: child.pid,
    words: () => child.words(),
    forgetWords: () => child.forgetWords(),
    async close() {
      await child.stop()
      closeSync(ram)
    },
  }
  return answering(machine, child)
}

async function answering(machine: Machine, child: Child): Promise<Machine> {
  try {
    await machine.qtest.turn()
    return machine
  } catch (error) {
    await machine.close()
    const because = error instanceof DeviceLost && error.how === 'hangs' ? error.message : await child.ended
    throw new TargetLost(`QEMU could not be started (${because}): ${child.words() || 'it said nothing'}`)
  }
}

/** The end of the process is reported a little after its channel closes: the words come with it. */
async function lastWords(child: Child, how: 'hangs' | 'dies', because: string): Promise<DeviceLost> {
  if (how === 'hangs') return new DeviceLost(how, because, child.words())
  const patience = new Promise<undefined>((resolve) => setTimeout(resolve, 1000, undefined).unref())
  const ending = await Promise.race([child.ended, patience])
  return new DeviceLost(how, ending === undefined ? because : `QEMU ended: ${ending}`, child.words())
}

function baseArguments({ accelerator }: MachineOptions): readonly string[] {
  const halted = accelerator === 'qtest' ? [] : ['-bios', `/proc/self/fd/${ROM}`]
  return [
    ...['-machine', 'q35,memory-backend=ram', '-m', `${ramSize >> 20}M`, '-accel', accelerator, ...halted],
    ...['-object', `memory-backend-file,id=ram,size=${ramSize},mem-path=/proc/self/fd/${RAM},share=on`],
    ...['-chardev', `socket,id=qtest0,fd=${QTEST}`, '-object', 'qtest,id=qtest,chardev=qtest0,log=/dev/null'],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-vga', 'none'],
    ...['-serial', 'none', '-parallel', 'none', '-monitor', 'none'],
    ...['-chardev', `socket,id=qmp0,fd=${QMP}`, '-mon', 'chardev=qmp0,mode=control'],
  ]
}
