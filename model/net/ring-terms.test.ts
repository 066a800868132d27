import { expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { plainRing } from '../ring/terms.ts'
import { ringTermsOf } from './ring-terms.ts'

it('says what the features make of every ring', () => {
  expect(ringTermsOf(featuresNamed(['VIRTIO_F_VERSION_1']))).toEqual(plainRing)
  expect(ringTermsOf(featuresNamed(['VIRTIO_F_EVENT_IDX']))).toEqual({ ...plainRing, eventIdx: true })
  expect(ringTermsOf(featuresNamed(['VIRTIO_F_IN_ORDER']))).toEqual({ ...plainRing, inOrder: true })
  expect(ringTermsOf(featuresNamed(['VIRTIO_F_RING_PACKED']))).toEqual({ ...plainRing, packed: true })
})
