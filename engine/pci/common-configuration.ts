import type { Device } from '../device.ts'
import { deviceStatus } from '../status.ts'
import { addresses, commonRegister as register, registerOf } from './common-register.ts'
import type { FeatureWindows } from './feature-window.ts'
import { NO_VECTOR } from './msix.ts'
import type { QueueRegisters } from './queue-register.ts'

/**
 * The common configuration structure. Why it is fast: a read or write is one switch over a number, and no byte array is kept
 * in step with the device; each register is computed when it is read.
 *
 * An access of another width than the register's reads 0 and writes nothing.
 */
export interface CommonConfiguration {
  read(offset: number, width: number): number
  write(offset: number, width: number, value: number): void
  /** Resets the device and every register. @clause pci.common.device.7 */
  reset(): void
  /** `config_msix_vector`. */
  configurationVector(): number
  /** Why the driver's last `queue_enable` or `queue_reset` did nothing. */
  objection(): string | undefined
}

/** What the common configuration is made of. */
export interface CommonParts {
  readonly device: Device
  readonly windows: FeatureWindows
  readonly queues: QueueRegisters
  /** How many vectors there are. */
  readonly vectors: number
  /** What else a reset of the device resets. */
  readonly reset: () => void
}

/** The common configuration of a function. */
export function createCommon({ device, windows, queues, vectors, reset }: CommonParts): CommonConfiguration {
  let deviceSelect = 0
  let driverSelect = 0
  let queue = 0
  let configurationVector: number = NO_VECTOR
  let objection: string | undefined

  /** A vector that is not there cannot be mapped, which reads back as none. @clause pci.msix.device.9 */
  const mappable = (vector: number): number => (vector < vectors ? vector : NO_VECTOR)

  function resetAll(): void {
    device.writeStatus(0)
    windows.reset()
    queues.reset()
    deviceSelect = 0
    driverSelect = 0
    queue = 0
    configurationVector = NO_VECTOR
    objection = undefined
    reset()
  }

  function writeStatus(value: number): void {
    if (value === 0) resetAll()
    else {
      const agrees = (value & ~device.status() & deviceStatus.FEATURES_OK) !== 0
      if (agrees) device.writeFeatures(windows.written())
      device.writeStatus(value)
    }
  }

  function accept(value: number): void {
    if ((device.status() & deviceStatus.FEATURES_OK) === 0) windows.accept(driverSelect, value)
  }

  const isAddress = (offset: number, width: number): boolean =>
    width === 4 && offset >= addresses.offset && offset < addresses.offset + addresses.length && offset % 4 === 0
  const halfAt = (offset: number): number => (offset - addresses.offset) >>> 2

  function readQueue(offset: number, width: number): number {
    switch (registerOf(offset, width)) {
      case register.queue_select:
        return queue
      case register.queue_size:
        return queues.size(queue)
      case register.queue_msix_vector:
        return queues.vector(queue)
      case register.queue_enable:
        return queues.isEnabled(queue) ? 1 : 0
      case register.queue_notify_off:
        return queue < queues.count ? queue : 0
      default:
        return isAddress(offset, width) ? queues.half(queue, halfAt(offset)) : 0
    }
  }

  function writeQueue(offset: number, width: number, value: number): void {
    switch (registerOf(offset, width)) {
      case register.queue_select:
        queue = value
        break
      case register.queue_size:
        queues.chooseSize(queue, value)
        break
      case register.queue_msix_vector:
        queues.mapVector(queue, mappable(value))
        break
      case register.queue_enable:
        if (value === 1) objection = queues.enable(queue)
        break
      case register.queue_reset: // reads 0: it is over before anybody can read it
        if (value === 1) objection = queues.resetQueue(queue)
        break
      default:
        if (isAddress(offset, width)) queues.writeHalf(queue, halfAt(offset), value)
    }
  }

  return {
    reset: resetAll,
    configurationVector: () => configurationVector,
    objection: () => objection,
    read(offset, width) {
      switch (registerOf(offset, width)) {
        case register.device_feature_select:
          return deviceSelect
        case register.device_feature:
          return windows.offered(deviceSelect)
        case register.driver_feature_select:
          return driverSelect
        case register.driver_feature:
          return windows.accepted(driverSelect)
        case register.config_msix_vector:
          return configurationVector
        case register.num_queues:
          return queues.count
        case register.device_status:
          return device.status()
        case register.config_generation:
          return device.configGeneration()
        default:
          return readQueue(offset, width)
      }
    },
    write(offset, width, value) {
      switch (registerOf(offset, width)) {
        case register.device_feature_select:
          deviceSelect = value
          break
        case register.driver_feature_select:
          driverSelect = value
          break
        case register.driver_feature:
          accept(value)
          break
        case register.config_msix_vector:
          configurationVector = mappable(value)
          break
        case register.device_status:
          writeStatus(value)
          break
        default:
          writeQueue(offset, width, value)
      }
    },
  }
}
