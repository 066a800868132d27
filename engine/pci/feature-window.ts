import { asFeatureSet, type FeatureSet } from '../../model/kernel/bits.ts'

/** Windows of 32 bits that hold features: bits reach 70, and may reach 127. */
const windows = 4
/** A bit that no device offers, in place of all that were written beyond the windows. */
const beyond = 1n << BigInt(32 * windows)

/**
 * Features as the driver reads and writes them, 32 at a time. Why it is fast: the windows are words of typed arrays; they
 * become one bigint only when FEATURES_OK is written.
 */
export interface FeatureWindows {
  /** `device_feature` of a window; 0 where no feature is offered. @clause pci.common.device.3 */
  offered(select: number): number
  /** `driver_feature` of a window: what was written of what is offered. @clause pci.common.device.4 */
  accepted(select: number): number
  accept(select: number, value: number): void
  /** All that was written, bits that are not offered among them. */
  written(): FeatureSet
  reset(): void
}

/** The windows of a device that offers these features. */
export function createFeatureWindows(offered: FeatureSet): FeatureWindows {
  const device = Uint32Array.from({ length: windows }, (_, window) =>
    Number(BigInt.asUintN(32, offered >> BigInt(32 * window))),
  )
  const driver = new Uint32Array(windows)
  let strays = false
  return {
    offered: (select) => device[select] ?? 0,
    accepted: (select) => ((device[select] ?? 0) & (driver[select] ?? 0)) >>> 0,
    accept(select, value) {
      if (select < windows) driver[select] = value
      else strays ||= value !== 0
    },
    written: () =>
      asFeatureSet(driver.reduceRight((set, word) => (set << 32n) | BigInt(word), 0n) | (strays ? beyond : 0n)),
    reset() {
      driver.fill(0)
      strays = false
    },
  }
}
