import { describe, expect, it } from 'vitest'
import { referenceTarget } from '../../conformance/targets/reference.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import type { NetStimulus } from '../../model/net/action.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { coalescingBugs } from './coalescing.ts'
import { answering, ERR, OK, takingAll, turningDownSome } from './control-reply.ts'
import { offloadBugs } from './offloads.ts'
import type { ReactionBug } from './reaction-bug.ts'
import { rssContextBugs } from './rss-context.ts'
import { statisticsBugs } from './statistics.ts'

const facts = { id: 'x', says: 'x', source: 'ours', property: 'ring/used', clause: 'house.control.valid' } as const
const begin: readonly NetStimulus[] = [
  {
    kind: 'driver.accepts',
    features: featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']),
  },
  { kind: 'driver.starts', size: 8 },
]

/** How the acknowledgement of a command looks through a bug. */
async function acknowledged(bug: ReactionBug, command: ControlCommand): Promise<string | undefined> {
  const target = referenceTarget('eager')
  const { config } = await target.capabilities()
  const session = bug.wrap(await target.open({ seed: 1 }), config)
  for (const stimulus of begin) await session.perform(stimulus)
  const seen = await session.perform({ kind: 'driver.commands', chain: 1, command })
  const all = [...(seen === 'skipped' ? [] : seen), ...(await session.settle())]
  const ack = all.find((entry) => entry.kind === 'device.acknowledges')
  return ack?.kind === 'device.acknowledges' ? ack.bytes : undefined
}

const valid: ControlCommand = { name: 'VQ_PAIRS_SET', pairs: 2 }
const invalid: ControlCommand = { name: 'VQ_PAIRS_SET', pairs: 99 }

describe('bugs of acknowledgements', () => {
  it('change what they say', async () => {
    expect(
      await acknowledged(
        turningDownSome(facts, () => true),
        valid,
      ),
    ).toBe(ERR)
    expect(
      await acknowledged(
        turningDownSome(facts, () => false),
        valid,
      ),
    ).toBe(OK)
    expect(
      await acknowledged(
        takingAll(facts, () => true),
        invalid,
      ),
    ).toBe(OK)
    expect(
      await acknowledged(
        takingAll(facts, () => false),
        invalid,
      ),
    ).toBe(ERR)
    expect(
      await acknowledged(
        answering(facts, () => (bytes) => bytes),
        valid,
      ),
    ).toBe(OK)
  })

  it('have names and clauses of their own', () => {
    const bugs = [...coalescingBugs, ...offloadBugs, ...rssContextBugs, ...statisticsBugs]
    expect(new Set(bugs.map(({ id }) => id)).size).toBe(bugs.length)
    expect(new Set(bugs.map(({ clause }) => clause)).size).toBe(bugs.length)
  })
})
