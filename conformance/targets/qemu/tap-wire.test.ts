import { closeSync, fstatSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openNamelessFile } from './nameless-file.ts'
import { openTapWire, TapWire } from './tap-wire.ts'

const socket = { send: () => true, receive: () => [], close: () => {} }
const isOpen = (descriptor: number): boolean => {
  try {
    fstatSync(descriptor)
    return true
  } catch {
    return false
  }
}

describe('a tap wire', () => {
  it('hands its queues to QEMU in order and keeps none', () => {
    const queues = [openNamelessFile(0), openNamelessFile(0)]
    const wire = new TapWire(queues, socket)
    expect(wire.pairs).toBe(2)
    expect(wire.netdev(6)).toBe('tap,fds=6:7,vhost=off')
    expect(queues.map(isOpen)).toEqual([true, true])
    wire.attach()
    expect(queues.map(isOpen)).toEqual([false, false])
    const other = openNamelessFile(0)
    wire.close()
    expect(isOpen(other)).toBe(true)
    closeSync(other)
  })

  it('counts turns by what QEMU reads off a queue in one', () => {
    const wire = new TapWire([], socket)
    expect([0, 1, 50, 51, 500].map((frames) => wire.turnsFor(frames))).toEqual([0, 1, 1, 2, 10])
  })

  it('sends and captures through the socket', async () => {
    const frames = [Uint8Array.of(1)]
    const wire = new TapWire([], { send: (frame) => frame.length === 1, receive: () => frames, close: () => {} })
    expect(await wire.inject(Uint8Array.of(1))).toBe(true)
    expect(await wire.inject(Uint8Array.of(1, 2))).toBe(false)
    expect(wire.capture()).toBe(frames)
  })

  it('can be had here, or it says why not', async () => {
    const wire = await openTapWire(3)
    if (typeof wire === 'string') {
      expect(wire).toMatch(/needs root|koffi is not installed|no \/dev\/net\/tun|needs Linux|gives no tap/)
      return
    }
    expect(wire.descriptors.map(isOpen)).toEqual([true, true, true])
    expect(await wire.inject(new Uint8Array(60))).toBe(true)
    wire.close()
    expect(wire.descriptors.map(isOpen)).toEqual([false, false, false])
  })
})
