import { statusBits } from '../../model/feature/negotiation.ts'
import { type FeatureSet, noFeatures } from '../../model/kernel/bits.ts'
import { hexOf } from '../../model/kernel/bytes.ts'
import type { DeviceAgrees, DeviceShows, StatusBit } from '../../model/net/action.ts'
import { type ConfigField, configFields } from '../../model/net/config-field.ts'
import { featureBytes } from '../../model/net/fields.ts'
import type { MemoryDevice } from './memory-device.ts'

/** The driver's side of the status and feature life cycle, and its reads of the configuration. */
export class Negotiator {
  readonly #device: MemoryDevice
  #written: FeatureSet = noFeatures
  #agreed = false
  #live = false
  #failed = false
  #suspended = false

  constructor(device: MemoryDevice) {
    this.#device = device
  }

  /** The negotiated features, once FEATURES_OK has read back set. */
  get negotiated(): FeatureSet | undefined {
    return this.#agreed ? this.#written : undefined
  }

  /** Whether DRIVER_OK was written. */
  get live(): boolean {
    return this.#live
  }

  /** Whether the driver has set FAILED: all it may do then is to reset. @clause core.status.driver.3 */
  get failed(): boolean {
    return this.#failed
  }

  /** Resets the device and forgets what was negotiated. @clause core.reset.driver.1 */
  async reset(): Promise<void> {
    await this.#device.reset()
    this.#written = noFeatures
    this.#agreed = false
    this.#live = false
    this.#failed = false
    this.#suspended = false
  }

  /** Writes features and asks for agreement on them. @clause core.init.driver.1 */
  async accept(features: FeatureSet): Promise<DeviceAgrees> {
    for (const bit of [statusBits.ACKNOWLEDGE, statusBits.DRIVER]) {
      const status = await this.#device.status()
      if ((status & bit) === 0) await this.#device.writeStatus(status | bit)
    }
    await this.#device.writeFeatures(features)
    this.#written = features
    return this.#agree()
  }

  /** Writes other features although a set is agreed upon. @clause core.features.def.1 */
  async rewrite(features: FeatureSet): Promise<'done' | 'skipped'> {
    if (!this.#agreed) return 'skipped'
    await this.#device.writeFeatures(features)
    return 'done'
  }

  /**
   * Asks the device to suspend itself, or to resume; `wait` goes by between looks at how that ended. A device that is not live, or has
   * not negotiated SUSPEND, is looked at once.
   *
   * @clause core.suspend.driver.2 core.suspend.driver.6
   */
  async turn(to: 'suspended' | 'live', wait: () => Promise<void>): Promise<DeviceShows> {
    const { SUSPEND, DRIVER_OK, DEVICE_NEEDS_RESET } = statusBits
    await this.#raise(to === 'suspended' ? SUSPEND : DRIVER_OK)
    const goal = to === 'suspended' ? SUSPEND : DRIVER_OK
    const looks = this.#live || this.#suspended ? 5 : 1
    let status = await this.#device.status()
    const isDone = () => (status & (SUSPEND | DRIVER_OK)) === goal || (status & DEVICE_NEEDS_RESET) !== 0
    for (let look = 1; look < looks && !isDone(); look++) {
      await wait()
      status = await this.#device.status()
    }
    if (looks > 1 && isDone() && (status & DEVICE_NEEDS_RESET) === 0) {
      this.#suspended = to === 'suspended'
      this.#live = to === 'live'
    }
    return { kind: 'device.shows', field: 'device_status', value: hexOf(Uint8Array.of(status)) }
  }

  /** Whether the device is suspended: nothing may be made available, and no queue notified. @clause core.suspend.driver.3 */
  get suspended(): boolean {
    return this.#suspended
  }

  /** Sets one bit and reads the status back. */
  async set(bit: StatusBit): Promise<DeviceAgrees | DeviceShows> {
    if (bit === 'FEATURES_OK') return this.#agree()
    await this.#raise(statusBits[bit])
    if (bit === 'DRIVER_OK') this.#live = true
    if (bit === 'FAILED') this.#failed = true
    return this.read('device_status')
  }

  /** Sets DRIVER_OK. @clause core.init.driver.1 */
  async start(): Promise<void> {
    await this.#raise(statusBits.DRIVER_OK)
    this.#live = true
  }

  async #agree(): Promise<DeviceAgrees> {
    await this.#raise(statusBits.FEATURES_OK)
    const ok = ((await this.#device.status()) & statusBits.FEATURES_OK) !== 0
    this.#agreed = ok
    return { kind: 'device.agrees', ok }
  }

  async #raise(bit: number): Promise<void> {
    await this.#device.writeStatus((await this.#device.status()) | bit)
  }

  /** Reads a field by its name. */
  async read(field: ConfigField): Promise<DeviceShows> {
    if (field === 'device_status') {
      return { kind: 'device.shows', field, value: hexOf(Uint8Array.of(await this.#device.status())) }
    }
    if (field === 'device_features') {
      return { kind: 'device.shows', field, value: featureBytes(await this.#device.offeredFeatures()) }
    }
    if (field === 'config_generation') {
      const value = await this.#device.configGeneration?.()
      if (value === undefined) throw new Error('fault: config_generation is read of a device that has none')
      return { kind: 'device.shows', field, value: hexOf(Uint8Array.of(value)) }
    }
    const { offset, size } = configFields[field]
    return { kind: 'device.shows', field, value: hexOf(await this.#device.readConfig(offset, size)) }
  }
}
