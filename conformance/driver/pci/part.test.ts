import { expect, it } from 'vitest'
import { enginePciPart } from '../../targets/engine-pci.ts'
import { FakeFunction } from './fake-function.fixture.ts'
import { pciPart } from './part.ts'

it('finds out once what the function is', async () => {
  const part = enginePciPart()
  const { config, has } = await part.capabilities()
  expect(config).toMatchObject({ deviceId: 1, vectors: 10, configLength: 24, provokable: [1, 8] })
  expect(config.queueSizes).toEqual([256, 256, 256, 256, 256, 256, 256, 256, 64])
  expect([...has]).toEqual(expect.arrayContaining(['pci', 'msix', 'link']))
  expect(await part.capabilities()).toBe(await part.capabilities())
})

it('closes a function that cannot be driven', async () => {
  const functions: FakeFunction[] = []
  const part = pciPart({
    has: [],
    async openFunction() {
      functions.push(new FakeFunction())
      return functions.at(-1) ?? new FakeFunction()
    },
  })
  await expect(part.open()).rejects.toThrow('the function has no list of capabilities')
  await expect(part.capabilities()).rejects.toThrow('the function has no list of capabilities')
  expect(functions.map(({ closed }) => closed)).toEqual([1, 1])
})
