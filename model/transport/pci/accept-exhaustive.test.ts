import { describe, expect, it } from 'vitest'
import { accept } from '../../kernel/accept.ts'
import { queueIndex } from '../../kernel/brand.ts'
import { isStimulus } from '../../kernel/machine.ts'
import type { PciAction } from './action.ts'
import { pciFunction } from './function.ts'
import { live, played, rest } from './played.fixture.ts'

/** Mutation runs state how many runs a property may take, and are many: the logs are shorter then. */
const isShort = Number(process.env['VIRTIO_CONFORMANCE_RUNS']) > 0

/** The device that explains a log: two queues, the first on vector 1, the second on none, the configuration on vector 0. */
interface Device {
  /** Buffers of each queue that are not used, and how many of those it was told of. */
  readonly waiting: readonly [number, number]
  readonly told: readonly [number, number]
  /** By vector: something happened since the last rest, and something is to be signalled. */
  readonly happened: readonly [boolean, boolean]
  readonly pending: readonly [boolean, boolean]
}

const idle: Device = { waiting: [0, 0], told: [0, 0], happened: [false, false], pending: [false, false] }

const at = <One>([first, second]: readonly [One, One], index: number): One => (index === 0 ? first : second)
const set = <One>([first, second]: readonly [One, One], index: number, one: One): readonly [One, One] =>
  index === 0 ? [one, second] : [first, one]
const event = (device: Device, vector: number): Device => ({
  ...device,
  happened: set(device.happened, vector, true),
  pending: set(device.pending, vector, true),
})

/** The device after what is done or seen; `undefined` where it would not show that. */
function after(device: Device, act: PciAction): Device | undefined {
  const { waiting, told, happened, pending } = device
  if (act.kind === 'driver.offers') return { ...device, waiting: set(waiting, act.queue, at(waiting, act.queue) + 1) }
  if (act.kind === 'driver.kicks') return { ...device, told: set(told, act.queue, at(waiting, act.queue)) }
  if (act.kind === 'admin.links') return event(device, 0)
  if (act.kind === 'device.signals') {
    return at(happened, act.vector) ? { ...device, pending: set(pending, act.vector, false) } : undefined
  }
  if (act.kind === 'device.uses') {
    const [left, due] = [at(waiting, act.queue), at(told, act.queue)]
    if (left === 0) return undefined
    const used = {
      ...device,
      waiting: set(waiting, act.queue, left - 1),
      told: set(told, act.queue, Math.max(0, due - 1)),
    }
    return act.queue === queueIndex(0) ? event(used, 1) : used
  }
  const isBusy = told.some((count) => count > 0) || pending.includes(true)
  return isBusy ? undefined : { ...device, happened: [false, false] }
}

/** Whether a run explains a log: stimuli where they stand, what is seen anywhere between the rest before and its own place. */
function isExplained(device: Device, log: readonly PciAction[], ahead = 0): boolean {
  const [now, ...later] = log
  if (now === undefined) return true
  if (ahead > 0 && !isStimulus(now)) {
    if (now.kind === 'device.rests') throw new Error('fault: something ran ahead of a rest')
    return isExplained(device, later, ahead - 1)
  }
  const moved = after(device, now)
  if (moved !== undefined && isExplained(moved, later, ahead)) return true
  if (!isStimulus(now)) return false
  const until = log.slice(
    0,
    log.findIndex(({ kind }) => kind === 'device.rests'),
  )
  const early = until.filter((act) => !isStimulus(act))[ahead]
  const shown = early === undefined ? undefined : after(device, early)
  return shown !== undefined && isExplained(shown, log, ahead + 1)
}

const onEither = (act: (queue: 0 | 1) => PciAction): readonly PciAction[] => [act(0), act(1)]
const offers = onEither((queue) => ({ kind: 'driver.offers', queue: queueIndex(queue) }))
const kicks = onEither((queue) => ({ kind: 'driver.kicks', queue: queueIndex(queue), through: 'bar' }))
const seen = [
  ...onEither((queue) => ({ kind: 'device.uses', queue: queueIndex(queue) })),
  ...onEither((vector) => ({ kind: 'device.signals', vector })),
]
const link: PciAction = { kind: 'admin.links', up: false }

/** Every log that goes on so for at most `more` entries: up to three buffers, the link going down once; a rest ends each. */
function* allLogs(begin: readonly PciAction[], more: number): Generator<readonly PciAction[]> {
  yield begin.at(-1) === rest ? begin : [...begin, rest]
  if (more === 0) return
  const count = (kind: PciAction['kind']) => begin.filter((act) => act.kind === kind).length
  const next = [
    ...(count('driver.offers') < 3 ? offers : []),
    ...(count('driver.kicks') < 2 ? kicks : []),
    ...(count('admin.links') < 1 ? [link] : []),
    ...(begin.length === 0 || begin.at(-1) === rest ? [] : [rest]),
    ...seen,
  ]
  for (const act of next) yield* allLogs([...begin, act], more - 1)
}

describe('every log of a function with two queues, two vectors and three buffers', () => {
  const [offer, kick] = [offers[0] ?? rest, kicks[0] ?? rest]
  it.each<{ readonly name: string; readonly begin: readonly PciAction[]; readonly more: number }>([
    { name: 'from the start', begin: [], more: 5 },
    { name: 'behind a buffer that the device was told of', begin: [offer, kick], more: 4 },
    { name: 'behind two, of which one is used', begin: [offer, offer, kick, seen[0] ?? rest], more: 4 },
  ])('is accepted exactly if some run explains it: $name', ({ name, begin, more }) => {
    const machine = pciFunction()
    const start = played(live)
    const verdicts = { lawful: 0, unlawful: 0 }
    const disagreements: string[] = []
    for (const log of allLogs(begin, isShort ? more - 1 : more)) {
      const explained = isExplained(idle, log)
      verdicts[explained ? 'lawful' : 'unlawful']++
      if (explained !== (accept(machine, start, log).kind === 'accepted')) disagreements.push(JSON.stringify(log))
    }
    console.info(`${name}: ${verdicts.lawful} lawful and ${verdicts.unlawful} unlawful logs`)
    expect(disagreements).toEqual([])
    expect(verdicts.lawful).toBeGreaterThan(isShort ? 0 : 100)
    expect(verdicts.unlawful).toBeGreaterThan(verdicts.lawful)
  })
})
