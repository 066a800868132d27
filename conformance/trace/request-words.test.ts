import { expect, it } from 'vitest'
import { requestWords } from './request-words.ts'

it('says what is asked for, by name', () => {
  expect(requestWords({ flags: 1, gsoType: 0x81, hdrLen: 54, gsoSize: 1448, csumStart: 34, csumOffset: 16 })).toBe(
    ', asks for NEEDS_CSUM, TCPV4|ECN, hdr_len 54, gso_size 1448, csum_start 34, csum_offset 16',
  )
  expect(requestWords({ flags: 0x8b, gsoType: 0x65 })).toBe(
    ', asks for NEEDS_CSUM|DATA_VALID|UDP_TUNNEL_CSUM|0x80, UDP_L4|UDP_TUNNEL_IPV4|UDP_TUNNEL_IPV6',
  )
  expect(requestWords({ gsoType: 2 })).toBe(', asks for gso 0x2')
})
it('says nothing where nothing is asked for', () => {
  expect(requestWords()).toBe('')
  expect(requestWords({ flags: 0, hdrLen: 0 })).toBe('')
})
