import { expect, test } from 'vitest'
import { pciReferenceConfig } from '../../conformance/targets/pci-reference-config.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { pciCapabilities } from './capabilities.ts'

test('a function has what it offers', () => {
  expect(pciCapabilities(pciReferenceConfig)).toEqual(['pci', 'msix', 'queue-reset'])
  const bare = { ...pciReferenceConfig, vectors: 0, offered: featuresNamed(['VIRTIO_F_VERSION_1']) }
  expect(pciCapabilities(bare)).toEqual(['pci'])
  expect(pciCapabilities({ ...bare, offered: featuresNamed(['VIRTIO_F_ADMIN_VQ']) })).toEqual(['pci', 'admin-queues'])
})
