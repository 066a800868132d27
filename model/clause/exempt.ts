import type { ClauseId } from './clause.ts'

const noSharedMemory =
  'The network device defines no shared memory region: there is none whose place or id could be judged.'
const vendorsOwn =
  'What a vendor keeps in this capability, and what a read of it could disturb, only the vendor knows: no effect to look for is named.'

/**
 * Clauses that no test of a network device from outside can confirm or refute, each with the reason. What is merely not tested
 * yet does not stand here: it is open.
 */
export const exempt: Readonly<Partial<Record<ClauseId, string>>> = {
  'core.config.driver.1':
    'It forbids an assumption inside the driver: no access shows what its author took for granted.',
  'core.resfeat.driver.4': 'How the platform programs its IOMMU is not part of what driver and device exchange.',
  'core.resfeat.driver.5': 'Whether an address is physical cannot be told from the address.',
  'core.resfeat.driver.8':
    'A missing barrier shows on some machines, some of the time: no history of one machine refutes it.',
  'net.config.def.5':
    'It contradicts net.config.device.11 on which of 0 and 1 is full duplex, and of no link can be seen which it is.',
  'net.stats.device.11':
    'A counter of 64 bits overflows after 2^64 packets or bytes: no run of a test is that long, and no command sets a counter.',
  'pci.caps.device.1': 'Conformance to PCI and PCI Express is specified and tested elsewhere, by the PCI-SIG.',
  'pci.shm.device.1': noSharedMemory,
  'pci.shm.device.2': noSharedMemory,
  'pci.vendor.device.1': vendorsOwn,
  'pci.vendor.device.4': vendorsOwn,
}
