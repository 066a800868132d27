import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { traffic } from './frame.ts'
import { refill } from './ring.ts'
import { layBuffers, openScene, ringSize } from './scene.ts'

/** What the heap says after many frames were received and sent. */
export interface Allocation {
  readonly frames: number
  /** Growth of the heap since warm-up, nothing being collected at the end. */
  readonly bytesPerFrame: number
  /** Collections of garbage meanwhile. */
  readonly collections: number
}

const batch = 64

/** Receives and sends frames, half and half, and asks the heap what it cost. A tenth as many go before, to warm up. */
export async function allocation(frames: number): Promise<Allocation> {
  const scene = openScene()
  layBuffers(scene, [0, 2, 4, 6], { stride: 0x800, segments: [0x800], writable: true })
  layBuffers(scene, [1], { stride: 0x800, segments: [20, 1500], writable: false })
  const { device, rings } = scene
  const incoming = traffic(batch, 1500)
  const filled = [0, 2, 4, 6].flatMap((queue) => rings[queue] ?? [])
  const [, transmit] = rings
  const work = (count: number): void => {
    for (let done = 0; done < count; done += 2 * batch) {
      for (const ring of filled) refill(device.memory.guestView, ring, ringSize)
      for (const frame of incoming) device.deliver(frame)
      if (transmit !== undefined) refill(device.memory.guestView, transmit, batch)
      device.notify(1)
      device.run(2 * batch)
    }
  }
  work(Math.ceil(frames / 10))
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  let collections = 0
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length
  })
  observer.observe({ entryTypes: ['gc'] })
  const before = getHeapStatistics().used_heap_size
  work(frames)
  const after = getHeapStatistics().used_heap_size
  // What was observed is told in a turn of its own.
  await new Promise((resolve) => setTimeout(resolve, 10))
  observer.disconnect()
  return { frames, bytesPerFrame: (after - before) / frames, collections }
}
