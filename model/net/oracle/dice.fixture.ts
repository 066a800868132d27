import type { Dice } from './random-log.fixture.ts'

/** Dice that fall alike for the same seed: a counter, mixed. */
export function dice(seed: number): Dice {
  let counter = seed
  return (below) => {
    counter = (counter + 0x9e3779b9) | 0
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32) * below)
  }
}
