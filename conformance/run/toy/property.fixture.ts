import fc from 'fast-check'
import type { Plan, Property } from '../../../properties/property.ts'
import { offer, rest } from './target.fixture.ts'

/** Plans of three to six offers, chains 1, 2, … of 10 bytes, a rest after each. */
export const toyProperty: Property = {
  id: 'toy/offers',
  says: 'Chains come back.',
  clauses: ['house.chain.lost', 'house.chain.foreign'],
  needs: ['net'],
  plan: () => fc.integer({ min: 3, max: 6 }).map(offers),
}

/** So many offers, with a rest after each. */
export function offers(count: number): Plan {
  return Array.from({ length: count }, (_, index) => [offer(index + 1), rest]).flat()
}
