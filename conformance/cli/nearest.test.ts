import { expect, test } from 'vitest'
import { didYouMean } from './nearest.ts'

const names = ['engine', 'reference', 'qemu-virtio-net', 'qemu-igb']

test.each([
  ['qemu', 'qemu-virtio-net'],
  ['qemu-i', 'qemu-igb'],
  ['igb', 'qemu-igb'],
  ['enigne', 'engine'],
  ['refrence', 'reference'],
])('%s is near %s', (word, near) => {
  expect(didYouMean(word, names)).toBe(`; did you mean ${near}?`)
})

test.each(['', 'xy', 'firecracker'])('nothing is near %j', (word) => {
  expect(didYouMean(word, names)).toBe('')
})

test('without names nothing is near', () => {
  expect(didYouMean('engine', [])).toBe('')
})
