import { FakeQtest } from './fake-qtest.fixture.ts'
import type { PciFunction } from './pci.ts'
import { ConfigSpace } from './pci.ts'
import type { VirtioCapabilities } from './pci-capability.ts'
import { VirtioPci } from './transport.ts'

/** Where the fake device's structures lie. */
export const at = { common: 0xc000_0000, config: 0xc000_2000, notify: 0xc000_3000 }

const region = (address: number, length: number) => ({ bar: 4, offset: address - 0xc000_0000, length })

/** Capabilities that say so; two values of `queue_notify_off` lie 4 bytes apart. */
export const capabilities: VirtioCapabilities = {
  common: region(at.common, 56),
  isr: region(0xc000_1000, 4),
  device: region(at.config, 24),
  notify: { ...region(at.notify, 64), multiplier: 4 },
  msix: { position: 0x98, vectors: 10, table: { bar: 1, offset: 0 } },
}

/** A transport over registers that only keep what is written. */
export function fakeTransport(): { fake: FakeQtest; transport: VirtioPci; pci: PciFunction } {
  const fake = new FakeQtest()
  const bars = [undefined, undefined, undefined, undefined, 0xc000_0000, undefined]
  const pci = { config: new ConfigSpace(fake.qtest, 0), bars }
  return { fake, pci, transport: new VirtioPci(fake.qtest, pci, capabilities) }
}
