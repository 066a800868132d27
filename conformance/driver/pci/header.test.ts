import { expect, it } from 'vitest'
import { FakeFunction } from './fake-function.fixture.ts'
import { barAt, readConfigSpace } from './header.ts'

it('is read word by word, little-endian', async () => {
  const fake = new FakeFunction()
  fake.put(0, 4, 0x1041_1af4, 'config')
  fake.put(255, 1, 0xab, 'config')
  const space = await readConfigSpace(fake)
  expect([space.length, ...space.subarray(0, 4), space[255]]).toEqual([256, 0xf4, 0x1a, 0x41, 0x10, 0xab])
  expect([fake.heard.length, fake.heard[1]]).toEqual([64, 'config readl 0x4'])
})

it('has six base address registers from 16 on', () => {
  expect([barAt(0), barAt(5)]).toEqual([0x10, 0x24])
})
