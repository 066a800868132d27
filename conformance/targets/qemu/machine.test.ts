import { expect, it } from 'vitest'
import { TargetLost } from '../../../properties/target.ts'
import { startMachine } from './machine.ts'

const options = { accelerator: 'tcg', limit: 2000, descriptors: [], args: [] } as const

it.each([
  ['false', 'QEMU could not be started (exit status 1): it said nothing'],
  ['no-such-qemu', 'QEMU could not be started ('],
])('rejects with the reason where %s is started for QEMU', async (qemu, because) => {
  const start = startMachine({ ...options, qemu })
  await expect(start).rejects.toThrow(because)
  await expect(start).rejects.toBeInstanceOf(TargetLost)
})

it('calls a program that never answers hung', async () => {
  const start = startMachine({ ...options, qemu: 'yes', limit: 50 })
  await expect(start).rejects.toThrow(/QEMU could not be started/)
})
