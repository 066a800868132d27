import { duplexPair } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { StreamWire } from './stream-wire.ts'

function connected() {
  const [near, far] = duplexPair()
  const wire = new StreamWire()
  wire.attach([near])
  const heard: Buffer[] = []
  far.on('data', (chunk: Buffer) => heard.push(chunk))
  return { wire, far, heard }
}

describe('a stream wire', () => {
  it('asks for one pipe and names it', () => {
    const wire = new StreamWire()
    expect(wire.descriptors).toEqual(['pipe'])
    expect(wire.pairs).toBe(1)
    expect(wire.netdev(6)).toBe('stream,server=off,addr.type=fd,addr.str=6')
  })

  it('puts the length before each frame, in 32 bits, big-endian', async () => {
    const { wire, heard } = connected()
    expect(await wire.inject(new Uint8Array(258).fill(7))).toBe(true)
    await wire.arrived()
    const all = Buffer.concat(heard)
    expect([...all.subarray(0, 5)]).toEqual([0, 0, 1, 2, 7])
    expect(all.length).toBe(262)
  })

  it('finds frames however the stream is cut', async () => {
    const { wire, far } = connected()
    for (const piece of [
      [0, 0],
      [0, 2, 1],
      [2, 0, 0, 0, 0, 0, 0, 0, 3, 3],
      [4, 5, 0],
    ]) {
      far.write(Uint8Array.from(piece))
      await wire.arrived()
    }
    expect(wire.capture().map((frame) => [...frame])).toEqual([[1, 2], [], [3, 4, 5]])
    expect(wire.capture()).toEqual([])
    far.write(Uint8Array.of(0, 0, 1, 9))
    await wire.arrived()
    expect(wire.capture().map((frame) => [...frame])).toEqual([[9]])
  })

  it('says when nothing gets there: not connected, gone, or full', async () => {
    expect(await new StreamWire().inject(new Uint8Array(60))).toBe(false)
    const { wire } = connected()
    wire.close()
    expect(await wire.inject(new Uint8Array(60))).toBe(false)
    const [near] = duplexPair()
    const full = new StreamWire()
    full.attach([near])
    const sent: boolean[] = []
    for (let nth = 0; nth < 400; nth++) sent.push(await full.inject(new Uint8Array(1500)))
    expect(sent[0]).toBe(true)
    expect(sent.at(-1)).toBe(false)
  })

  it('counts turns by what QEMU reads in one', () => {
    const wire = new StreamWire()
    expect(wire.turnsFor(0, 0)).toBe(0)
    expect(wire.turnsFor(1, 69628)).toBe(1)
    expect(wire.turnsFor(1, 69629)).toBe(2)
  })

  it('is not attached to nothing', () => {
    expect(() => new StreamWire().attach([])).toThrow('fault')
  })
})
