import { expect, it } from 'vitest'
import { deviceStatus, driverBits } from './status.ts'

it('numbers the bits as the specification does', () => {
  expect(deviceStatus).toEqual({
    ACKNOWLEDGE: 1,
    DRIVER: 2,
    DRIVER_OK: 4,
    FEATURES_OK: 8,
    SUSPEND: 16,
    DEVICE_NEEDS_RESET: 64,
    FAILED: 128,
  })
})

it('leaves DEVICE_NEEDS_RESET to the device', () => {
  expect(driverBits).toBe(1 + 2 + 4 + 8 + 128)
})
