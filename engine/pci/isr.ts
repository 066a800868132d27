/** Bits of the ISR status. */
export const isrBit = { queue: 1, configuration: 2 } as const

/**
 * The ISR status. Why it is fast: it is one number, and the level of INTx is computed from it only when somebody asks.
 */
export interface Isr {
  set(bits: number): void
  /** What is set; looking does not clear it. */
  peek(): number
  /** The driver's read, which clears it. @clause pci.isr.device.5 */
  read(): number
  reset(): void
}

/** The ISR status of a device, nothing set. */
export function createIsr(): Isr {
  let status = 0
  return {
    set(bits) {
      status |= bits
    },
    peek: () => status,
    read() {
      const was = status
      status = 0
      return was
    },
    reset() {
      status = 0
    },
  }
}
