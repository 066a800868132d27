/**
 * Bits of `device_status`, as numbers that fold into the code that tests them.
 *
 * @clause core.status.driver.1
 */
export const deviceStatus = {
  ACKNOWLEDGE: 1,
  DRIVER: 2,
  DRIVER_OK: 4,
  FEATURES_OK: 8,
  SUSPEND: 16,
  DEVICE_NEEDS_RESET: 64,
  FAILED: 128,
} as const

/** The bits that a driver sets. */
export const driverBits =
  deviceStatus.ACKNOWLEDGE |
  deviceStatus.DRIVER |
  deviceStatus.DRIVER_OK |
  deviceStatus.FEATURES_OK |
  deviceStatus.FAILED
