import { type FeatureName, featuresNamed } from '../../model/feature/table.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type {
  DriverAccepts,
  DriverCommands,
  DriverOffers,
  DriverStarts,
  DriverTransmits,
  NetStimulus,
} from '../../model/net/action.ts'
import type { FakeDevice } from './fake-device.fixture.ts'
import type { MemorySession } from './session.ts'

/** The receive and the transmit queue of the first pair. */
export const RX = queueIndex(0)
export const TX = queueIndex(1)

/** Observations that the tests of the driver expect again and again. */
export const rests = { kind: 'device.rests' }
export const agrees = { kind: 'device.agrees', ok: true }
export const shows = (value: string) => ({ kind: 'device.shows', field: 'device_status', value })
export const scribbles = (on: string, more: object = {}) => ({ kind: 'device.scribbles', on, ...more })

/** Stimuli with what a test does not care about filled in. */
export const resets: NetStimulus = { kind: 'driver.resets' }
export const accepts = (...names: readonly FeatureName[]): DriverAccepts => ({
  kind: 'driver.accepts',
  features: featuresNamed(names),
})
export const starts = (size = 8): DriverStarts => ({ kind: 'driver.starts', size })
export const offers = (chain: number, ...lengths: readonly number[]): DriverOffers => ({
  kind: 'driver.offers',
  queue: RX,
  chain,
  lengths,
})
export const transmits = (chain: number, text: string, cuts: readonly number[] = []): DriverTransmits => ({
  kind: 'driver.transmits',
  queue: TX,
  chain,
  frame: chain,
  bytes: bytes(text),
  cuts,
})
export const commands = (chain: number): DriverCommands => ({
  kind: 'driver.commands',
  chain,
  command: { name: 'RAW', class: 4, command: 0, data: bytes('0200') },
})
export const arrives = (text: string): NetStimulus => ({ kind: 'wire.arrives', frame: 1, bytes: bytes(text) })

/** Negotiates, starts with rings of 8 entries, and forgets what was called until then. */
export async function started(
  session: MemorySession,
  device: FakeDevice,
  ...names: readonly FeatureName[]
): Promise<void> {
  await session.perform(accepts(...names))
  await session.perform(starts())
  device.calls.length = 0
}

/** The device alters one byte. */
export function poke(device: FakeDevice, address: number): void {
  device.memory.view.setUint8(address, device.memory.view.getUint8(address) ^ 0xff)
}
