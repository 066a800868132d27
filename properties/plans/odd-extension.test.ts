import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lengthOf } from '../../model/kernel/bytes.ts'
import { encodeExtension, type Ipv6Extension } from '../../model/wire/ipv6-extension.ts'
import { farExtensions, openExtensions, vainExtensions } from './odd-extension.ts'

const sample = (chains: fc.Arbitrary<readonly Ipv6Extension[]>) => fc.sample(chains, { seed: 1, numRuns: 400 })
const homes = (chain: readonly Ipv6Extension[]) =>
  chain.flatMap((one) => (one.kind === 'destination' ? one.options.filter(({ type }) => type === 0xc9) : []))
const routed = (chain: readonly Ipv6Extension[]) =>
  chain.filter((one) => one.kind === 'routing' && one.type === 2 && one.segmentsLeft === 1)

test('every chain can be written, in units of eight bytes', () => {
  for (const chain of [farExtensions, vainExtensions, openExtensions].flatMap(sample))
    for (const one of chain) expect(encodeExtension(one, 6).length % 8).toBe(0)
})

test('an address that counts stands in a header of its own kind, at most one of each', () => {
  for (const chain of sample(farExtensions)) {
    expect(homes(chain).length).toBeLessThanOrEqual(1)
    expect(routed(chain).length).toBeLessThanOrEqual(1)
    for (const { data } of homes(chain)) expect(lengthOf(data)).toBe(16)
  }
})

test('none counts in vain headers', () => {
  for (const chain of sample(vainExtensions)) expect([...homes(chain), ...routed(chain)]).toEqual([])
})

test('where much is open there are two home addresses, two routing headers, segments left that are wrong, and what hides the rest', () => {
  const chains = sample(openExtensions)
  expect(chains.some((chain) => homes(chain).length === 2)).toBe(true)
  expect(chains.some((chain) => routed(chain).length === 2)).toBe(true)
  const left = chains.flatMap((chain) => chain.flatMap((one) => (one.kind === 'routing' ? [one.segmentsLeft] : [])))
  expect(new Set(left)).toEqual(new Set([0, 1, 2]))
  expect(chains.some((chain) => chain.at(-1)?.kind === 'hop-by-hop')).toBe(true)
  expect(chains.some(([first]) => first?.kind === 'authentication')).toBe(true)
})
