const size = 0x1_0000
const resetVector = 0xfff0
const HLT = 0xf4
/** `cli`, `hlt`, and `jmp` back to the `hlt` for the case that something wakes the processor. */
const haltForEver = [0xfa, HLT, 0xeb, 0xfd]

/**
 * Firmware of 64 KiB that halts an x86 processor at its reset vector.
 *
 * A QEMU without the qtest accelerator must run a processor; with this one it does nothing, and the machine is the tester's.
 */
export function haltRom(): Uint8Array {
  const rom = new Uint8Array(size).fill(HLT)
  rom.set(haltForEver, resetVector)
  return rom
}
