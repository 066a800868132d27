import { expect, test } from 'vitest'
import { offer, rest, type ToyOptions, toyTarget, use } from '../../conformance/run/toy/target.fixture.ts'
import { DeviceLost } from '../device-lost.ts'
import { TargetLost } from '../target.ts'
import { drive, planOf } from './drive.ts'

const resets = { kind: 'driver.resets' } as const
const driven = async (plan: Parameters<typeof drive>[1], options: ToyOptions = {}) =>
  drive(await toyTarget(options).open(), plan)

test('the log holds what was done and seen, in order, and ends with a rest', async () => {
  expect(await driven([offer(1), rest, offer(2)])).toEqual({
    log: [offer(1), use(1), rest, offer(2), use(2), rest],
    done: 2,
    skipped: 0,
    failed: false,
  })
})

test('a plan that ends with a rest is not rested twice, and an empty one rests once', async () => {
  expect((await driven([offer(1), rest])).log).toEqual([offer(1), use(1), rest])
  expect((await driven([])).log).toEqual([rest])
})

test('what is seen while a stimulus is done stands behind it', async () => {
  const shows = { kind: 'device.agrees', ok: true } as const
  const { log } = await driven([resets], { performs: () => [shows] })
  expect(log).toEqual([resets, shows, rest])
})

test('what the driver cannot do is counted and not logged', async () => {
  const plan = [resets, offer(1)]
  const { log, done, skipped } = await driven(plan, { performs: (one) => (one === resets ? 'skipped' : undefined) })
  expect({ log, done, skipped }).toEqual({ log: [offer(1), use(1), rest], done: 1, skipped: 1 })
})

const dies = { kind: 'device.fails', how: 'dies', words: 'boom' } as const

test('nothing is done after the device failed', async () => {
  const result = await driven([resets, offer(1)], { performs: () => [dies] })
  expect(result).toEqual({ log: [resets, dies, rest], done: 1, skipped: 0, failed: true })
})

test('a device that is lost has failed, with its last words or else with what was noticed', async () => {
  const lost = (words: string): ToyOptions => ({
    performs() {
      throw new DeviceLost('hangs', 'no answer', words)
    },
  })
  const { log, failed } = await driven([resets], lost('panic'))
  expect(failed).toBe(true)
  expect(log).toEqual([{ kind: 'device.fails', how: 'hangs', words: 'panic' }, rest])
  expect((await driven([resets], lost(''))).log[0]).toEqual({ kind: 'device.fails', how: 'hangs', words: 'no answer' })
})

test('a lost target is no verdict', async () => {
  const lost: ToyOptions = {
    performs() {
      throw new TargetLost('gone')
    },
  }
  await expect(driven([resets], lost)).rejects.toThrow(new TargetLost('gone'))
})

test('the plan of a history is its stimuli and rests', () => {
  const arrives = { kind: 'wire.arrives', frame: 1, bytes: use(1).bytes } as const
  expect(planOf([offer(1), use(1), rest, arrives, dies, rest])).toEqual([offer(1), rest, arrives, rest])
})

test('the plan goes on with a device that asks for a reset', async () => {
  const asks = { kind: 'device.fails', how: 'needs-reset', words: '' } as const
  const { log, failed } = await driven([offer(1), resets, offer(2)], {
    performs: (stimulus) => (stimulus.kind === 'driver.resets' ? [asks] : undefined),
  })
  expect(log).toEqual([offer(1), resets, asks, offer(2), use(1), use(2), rest])
  expect(failed).toBe(false)
})
