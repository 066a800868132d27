import { expect, test } from 'vitest'
import { open } from '../../engine/index.ts'
import { netProperties } from '../../properties/net-properties.ts'
import { DeviceLost } from '../driver/device-lost.ts'
import { liftToTarget } from '../driver/lift.ts'
import { check } from '../index.ts'
import { engineTarget } from './engine.ts'
import { mortal } from './mortal.ts'

test('what is well is passed on, to the object itself', () => {
  const counter = {
    count: 0,
    add(by: number) {
      this.count += by
      return this.count
    },
  }
  const guarded = mortal(counter, () => undefined)
  expect([guarded.add(2), guarded.add(3), guarded.count, counter.count]).toEqual([2, 5, 5, 5])
})

test('what throws has died, and says in what and why', () => {
  let deaths = 0
  const engine = mortal(
    {
      run() {
        throw new RangeError('out of bounds')
      },
      stop() {
        throw 'no error' // what is thrown need not be an error
      },
    },
    () => deaths++,
  )
  expect(() => engine.run()).toThrow(DeviceLost)
  expect(() => engine.run()).toThrow('the engine threw in run: RangeError: out of bounds')
  expect(() => engine.stop()).toThrow('the engine threw in stop: no error')
  expect(deaths).toBe(3)
})

test('an engine that throws is judged, and never used again', async () => {
  let opened = 0
  const target = liftToTarget(
    engineTarget({
      open(options) {
        opened++
        const deliver = (): boolean => {
          throw new TypeError('undefined is not a number')
        }
        return { ...open(options), deliver }
      },
    }),
  )
  const properties = netProperties.filter(({ id }) => id === 'ring/conservation')
  const report = await check(target, { properties, runs: 2 })
  expect(report.properties).toMatchObject([
    {
      verdict: 'fail',
      refusal: { clause: 'house.device.answers', by: 'device', because: expect.stringContaining('undefined is not a') },
    },
  ])
  expect(opened).toBeGreaterThan(3)
})
