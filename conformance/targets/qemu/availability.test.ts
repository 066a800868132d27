import { describe, expect, it } from 'vitest'
import { qemuAvailability, readAnswers, remedy } from './availability.ts'

const version = 'QEMU emulator version 7.2.22 (Debian 1:7.2)\nCopyright (c) 2003-2022\n'
const heading = 'Accelerators supported in QEMU binary:\n'

describe('availability', () => {
  it('prefers the qtest accelerator and takes tcg', () => {
    const is = { available: true, version: '7.2.22 (Debian 1:7.2)' }
    expect(readAnswers('q', version, `${heading}tcg\nkvm\nqtest\n`)).toEqual({ ...is, accelerator: 'qtest' })
    expect(readAnswers('q', version, `${heading}tcg\nkvm\n`)).toEqual({ ...is, accelerator: 'tcg' })
  })

  it('says why not', () => {
    expect(readAnswers('q', version, `${heading}kvm\n`)).toEqual({
      available: false,
      why: `q has neither the qtest nor the tcg accelerator: ${remedy}`,
    })
    expect(readAnswers('q', 'true (GNU coreutils)\n', '')).toEqual({
      available: false,
      why: `q is not a QEMU system emulator: ${remedy}`,
    })
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
      why: expect.stringMatching(/^false cannot be run \(Command failed: false (--version|-accel help)\): apt-get/),
    })
  })
})
