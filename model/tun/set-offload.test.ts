import { expect, it } from 'vitest'
import { allOffloads, offloadFlag, plainOffloads, takesOffloads } from './set-offload.ts'

const bits = (names: string): number =>
  names.split(' ').reduce((all, name) => all | offloadFlag[`TUN_F_${name}` as keyof typeof offloadFlag], 0)

it.each([
  'CSUM',
  'CSUM TSO4',
  'CSUM TSO6',
  'CSUM TSO4 TSO_ECN',
  'CSUM UFO',
  'CSUM USO4 USO6',
  'CSUM TSO4 UDP_TUNNEL_GSO',
  'CSUM USO4 USO6 UDP_TUNNEL_GSO UDP_TUNNEL_GSO_CSUM',
])('%s is taken', (names) => {
  expect(takesOffloads(bits(names), allOffloads)).toBe(true)
})

it.each([
  'TSO4',
  'UFO',
  'USO4 USO6',
  'CSUM TSO_ECN',
  'CSUM USO4',
  'CSUM USO6',
  'CSUM UDP_TUNNEL_GSO',
  'CSUM TSO4 UDP_TUNNEL_GSO_CSUM',
])('%s is not', (names) => {
  expect(takesOffloads(bits(names), allOffloads)).toBe(false)
})

it('takes none, and no bit that there is not', () => {
  expect(takesOffloads(0, plainOffloads)).toBe(true)
  expect(takesOffloads(bits('CSUM TSO4 UDP_TUNNEL_GSO'), plainOffloads)).toBe(false)
  expect(takesOffloads(0x200 | 1, allOffloads)).toBe(false)
})
