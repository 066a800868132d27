import { expect, it } from 'vitest'
import { type FeatureName, featuresNamed } from '../../feature/table.ts'
import type { TransmitRequest } from '../action.ts'
import { breaches, gsoKinds } from './breach.ts'
import { requestOf } from './request.ts'

const clauses = (request: TransmitRequest, ...names: readonly FeatureName[]) =>
  breaches(requestOf(request), featuresNamed(names)).map(({ clauses: [clause], noted }) => [clause, noted])

it('knows every gso_type', () => {
  expect(gsoKinds).toEqual([0, 1, 4, 3, 5])
})
it('nothing asked for breaks nothing', () => {
  expect(clauses({})).toEqual([])
})
it.each<[TransmitRequest, readonly FeatureName[], readonly string[]]>([
  [{ numBuffers: 1 }, [], ['net.tx.driver.4']],
  [{ flags: 1 }, [], ['net.tx.driver.5']],
  [{ flags: 1 }, ['VIRTIO_NET_F_CSUM'], []],
  [{ flags: 1, gsoType: 1, gsoSize: 9 }, ['VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_HOST_TSO6'], ['net.tx.driver.9']],
  [{ flags: 1, gsoType: 4, gsoSize: 9 }, ['VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_HOST_TSO4'], ['net.tx.driver.11']],
  [{ flags: 1, gsoType: 3, gsoSize: 9 }, ['VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_HOST_USO'], ['net.tx.driver.13']],
  [{ flags: 1, gsoType: 5, gsoSize: 9 }, ['VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_HOST_UFO'], ['net.tx.driver.15']],
  [{ flags: 1, gsoType: 1, gsoSize: 9 }, ['VIRTIO_NET_F_CSUM'], ['net.tx.driver.9', 'net.tx.driver.33']],
  [{ gsoType: 1, gsoSize: 9 }, ['VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_HOST_TSO4'], ['net.tx.driver.34']],
  [{ flags: 1, gsoType: 1 }, ['VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_HOST_TSO4'], ['net.tx.driver.35']],
  [{ flags: 3 }, ['VIRTIO_NET_F_CSUM'], ['net.tx.driver.47']],
  [{ flags: 4 }, ['VIRTIO_NET_F_CSUM'], ['net.tx.driver.47']],
])('%j under %j', (request, names, broken) => {
  expect(clauses(request, ...names)).toEqual(broken.map((clause) => [clause, true]))
})
