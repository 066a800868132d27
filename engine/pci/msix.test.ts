import { describe, expect, it } from 'vitest'
import type { Message } from './driver.fixture.ts'
import { createMsix, NO_VECTOR } from './msix.ts'

/** Layout of an entry: address low, high, data, vector control (bit 0 masks); pending bits behind the table. */
function table(vectors = 3) {
  const messages: Message[] = []
  const msix = createMsix(vectors, (...message) => void messages.push(message))
  const entry = (vector: number, ...words: readonly number[]): void =>
    words.forEach((word, index) => void msix.write(16 * vector + 4 * index, word))
  const sent = () => messages.splice(0)
  return { msix, entry, sent, pending: 16 * vectors }
}

describe('the table', () => {
  it('is as after power-on: off, every vector masked', () => {
    const { msix } = table()
    expect([msix.isEnabled(), msix.control()]).toEqual([false, 2])
    expect([0, 1, 2].map((vector) => msix.read(16 * vector + 12))).toEqual([1, 1, 1])
  })
  it('keeps what is written, but for the reserved bits', () => {
    const { msix, entry } = table()
    entry(1, 0xffff_ffff, 0x1234_5678, 0x9abc_def0, 0xffff_fffe)
    expect([16, 20, 24, 28].map((at) => msix.read(at))).toEqual([0xffff_fffc, 0x1234_5678, 0x9abc_def0, 0])
    expect(msix.read(12)).toBe(1)
    expect(msix.read(1000)).toBe(0)
  })
  it('takes Enable and Function Mask, and no other bit of Message Control', () => {
    const { msix } = table()
    msix.writeControl(0xffff)
    expect(msix.control()).toBe(0xc002)
    msix.writeControl(0)
    expect([msix.control(), msix.isEnabled()]).toEqual([2, false])
  })
})

describe('a message', () => {
  it('is what the entry says, and none for a vector that is not there', () => {
    const { msix, entry, sent } = table()
    entry(2, 0xfee0_1000, 7, 99, 0)
    msix.writeControl(0x8000)
    for (const vector of [2, 3, NO_VECTOR]) msix.send(vector)
    expect(sent()).toEqual([[0xfee0_1000, 7, 99]])
  })
  it('waits for its own mask, once, and shows as pending', () => {
    const { msix, entry, sent, pending } = table()
    msix.writeControl(0x8000)
    msix.send(1)
    msix.send(1)
    expect([sent(), msix.read(pending)]).toEqual([[], 2])
    msix.write(pending, 0)
    expect(msix.read(pending)).toBe(2)
    entry(1, 0x10, 0, 5, 0)
    expect([sent(), msix.read(pending)]).toEqual([[[0x10, 0, 5]], 0])
    entry(1, 0x10, 0, 5, 0)
    expect(sent()).toEqual([])
  })
  it('waits for the function mask', () => {
    const { msix, entry, sent } = table()
    entry(0, 0x10, 0, 5, 0)
    entry(1, 0x20, 0, 6, 1)
    msix.writeControl(0xc000)
    msix.send(0)
    msix.send(1)
    expect(sent()).toEqual([])
    msix.writeControl(0x8000)
    expect(sent()).toEqual([[0x10, 0, 5]])
  })
  it('does not go out while MSI-X is off', () => {
    const { msix, entry, sent } = table()
    msix.writeControl(0x8000)
    msix.send(0)
    msix.writeControl(0)
    entry(0, 0x10, 0, 5, 0)
    expect(sent()).toEqual([])
    msix.writeControl(0x8000)
    expect(sent()).toEqual([[0x10, 0, 5]])
  })
  it('is kept for each of more than 32 vectors', () => {
    const { msix, entry, sent, pending } = table(70)
    msix.writeControl(0x8000)
    for (const vector of [31, 32, 69]) msix.send(vector)
    expect([0, 4, 8].map((at) => msix.read(pending + at))).toEqual([0x8000_0000, 1, 32])
    entry(69, 0x10, 0, 69, 0)
    expect(sent()).toEqual([[0x10, 0, 69]])
  })
})
