import { expect, it } from 'vitest'
import { agreed } from './live.fixture.ts'
import { faultsOfSize, formatOf, lieIn } from './ring-format.ts'

const packed = agreed({ features: ['VIRTIO_F_RING_PACKED'] })
const indirect = agreed({ features: ['VIRTIO_F_INDIRECT_DESC'] })

it('is what was negotiated', () => {
  expect(formatOf(agreed())).toEqual({ packed: false, indirect: false })
  expect(formatOf(packed)).toEqual({ packed: true, indirect: false })
  expect(formatOf(indirect)).toEqual({ packed: false, indirect: true })
})

it('decides how a chain lies', () => {
  expect(lieIn(packed, 2, { direct: 0 })).toEqual({ descriptors: 2 })
  expect(lieIn(indirect, 2, { direct: 0 }).descriptors).toBe(1)
})

it('refuses a size that the format does not have', () => {
  expect([faultsOfSize(packed, 3), faultsOfSize(agreed(), 8)]).toEqual([[], []])
  expect(faultsOfSize(agreed(), 3)).toEqual([
    { by: 'driver', clauses: ['split.ring.def.1'], because: 'a split ring of 3 entries' },
  ])
  expect(faultsOfSize(packed, 0)).toEqual([
    { by: 'driver', clauses: ['packed.ring.def.1'], because: 'a packed ring of 0 entries' },
  ])
})
