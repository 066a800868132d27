import { expect, test } from 'vitest'
import { toyType } from './toy-project.fixture.ts'

const told = async (id: string) => (await toyType(`explain ${id}`)).out.split('\n')

test('a clause: our words, whom it binds, who names it, and which bug dies by it', async () => {
  expect(await told('house.chain.lost')).toEqual([
    'house.chain.lost',
    '  Every chain made available on a queue that has work for it is used before the device rests.',
    expect.stringMatching(/^ {2}MUST, binds the device, /),
    '  an invariant of this project, no clause of virtio',
    '  named by toy/offers',
    '  kills the seeded bug lose: It loses chains.',
  ])
})

test('a clause by which a bug dies that was seeded for another', async () => {
  expect((await told('house.chain.foreign')).slice(4)).toEqual([
    '  named by toy/offers',
    '  kills the seeded bug lose too: It loses chains.',
  ])
})

test('a clause that is exempt says why', async () => {
  expect((await told('pci.shm.device.1')).slice(4)).toEqual([
    '  no property names it',
    expect.stringMatching(/^ {2}exempt: The network device defines no shared memory region/),
  ])
})
