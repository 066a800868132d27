import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { qemuAvailability, readAnswers, remedy } from './availability.ts'

const version = 'QEMU emulator version 7.2.22 (Debian 1:7.2)\nCopyright (c) 2003-2022\n'
const accelerators = 'Accelerators supported in QEMU binary:\ntcg\nkvm\n'
const device = 'virtio-net-pci options:\n  acpi-index=<uint32>    -  (default: 0)\n  host_uso=<bool>\n  x-a=b\n'
const answers = { version, accelerators, qtest: false, device }

describe('availability', () => {
  it('prefers the qtest accelerator and takes tcg', () => {
    const is = { available: true, version: '7.2.22 (Debian 1:7.2)', properties: new Set(['acpi-index', 'host_uso']) }
    expect(readAnswers('q', { ...answers, qtest: true })).toEqual({ ...is, accelerator: 'qtest' })
    expect(readAnswers('q', { ...answers, qtest: true, accelerators: '' })).toEqual({ ...is, accelerator: 'qtest' })
    expect(readAnswers('q', answers)).toEqual({ ...is, accelerator: 'tcg' })
  })

  it('says why not', () => {
    expect(readAnswers('q', { ...answers, accelerators: 'kvm\n' })).toEqual({
      available: false,
      why: `q has neither the qtest nor the tcg accelerator: ${remedy}`,
    })
    expect(readAnswers('q', { ...answers, version: 'true (GNU coreutils)\n' })).toEqual({
      available: false,
      why: `q is not a QEMU system emulator: ${remedy}`,
    })
  })

  it('finds the qtest accelerator by a machine that starts with it and is told to quit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qemu-'))
    try {
      const qemu = join(folder, 'qemu')
      const script = (start: string) =>
        `#!/bin/sh\ncase "$*" in\n--version) echo QEMU emulator version 9.9;;\n*qtest*) ${start};;\n*help*) echo tcg;;\nesac\n`
      writeFileSync(qemu, script('read word; test "$word" = quit'), { mode: 0o755 })
      expect(await qemuAvailability(qemu)).toMatchObject({ version: '9.9', accelerator: 'qtest' })
      writeFileSync(qemu, script('echo invalid accelerator qtest >&2; exit 1'))
      expect(await qemuAvailability(qemu)).toMatchObject({ version: '9.9', accelerator: 'tcg' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('says what to install where there is no such program', async () => {
    expect(await qemuAvailability('no-such-qemu')).toEqual({
      available: false,
      why: `no-such-qemu cannot be run (not found): ${remedy}`,
    })
    expect(remedy).toContain('apt-get install --no-install-recommends qemu-system-x86')
  })

  it('says why a program that fails cannot be run', async () => {
    expect(await qemuAvailability('false')).toMatchObject({
      available: false,
      why: expect.stringMatching(
        /^false cannot be run \(Command failed: false (--version|-accel help|-device virtio-net-pci,help)\): apt-get/,
      ),
    })
  })
})
