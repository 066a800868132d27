import { expect, it } from 'vitest'
import { bytes } from '../../model/kernel/bytes.ts'
import { transportIn, written } from '../../model/net/receive-offload/transport.ts'
import { partial } from './partial.ts'

it('puts the sum of the pseudo header in the place of the checksum', () => {
  // 4209 + 95bb + a18e + 6450 + 0006 + 0014, carries added in: ddbd
  const tcp = bytes(
    '525400123456020000000001080045000028000100004006ad1c420995bba18e64500aea06e600000001000000005010ffff12340000',
  )
  expect(partial(tcp)).toBe(written(tcp, 50, bytes('ddbd')))
  expect(transportIn(tcp)?.field).toBe(50)
  expect(() => partial(bytes('52540012345602000000000188b5'))).toThrow('without TCP or UDP')
})
