import { expect, it } from 'vitest'
import { open } from '../../engine/index.ts'
import { engineMemory } from './engine-memory.ts'

it('is all of the engine’s memory, or a window of it', () => {
  const { memory } = open({ memorySize: 8192 })
  const [all, half] = [engineMemory(memory), engineMemory(memory, 4096, 2048)]
  half.write(4096, Uint8Array.of(1, 2, 3, 4))
  expect([all.base, all.size, half.base, half.size]).toEqual([0, 8192, 4096, 2048])
  expect([all.read16(4097), all.read32(4096), ...all.read(4099, 2)]).toEqual([0x302, 0x403_0201, 4, 0])
  expect(() => half.read(4095, 1)).toThrow('guest memory has 2048 bytes, not 1 at -1')
  expect(() => half.read(6143, 2)).toThrow('guest memory has 2048 bytes, not 2 at 2047')
  expect(() => all.write16(3, 1)).toThrow('16 bits are stored at once at even addresses, not at 3')
})
