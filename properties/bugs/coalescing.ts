import { type Bytes, hexOf } from '../../model/kernel/bytes.ts'
import { type CoalescingParameters, encodeCoalescingParameters } from '../../model/wire/control/coalescing.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { altered } from './altered.ts'
import { type AckChange, answering, ERR, OK, takingAll } from './control-reply.ts'
import type { ReactionBug } from './reaction-bug.ts'

const zero: CoalescingParameters = { maxPackets: 0, maxUsecs: 0 }
const reply = (parameters: CoalescingParameters): Bytes => (OK + hexOf(encodeCoalescingParameters(parameters))) as Bytes // Bytes, joined

/** What a faulty device takes a command to set; by queue. */
type Taken = (command: ControlCommand, queues: Map<number, CoalescingParameters>) => void

/** VQ_GET answers with the parameters that a faulty device believes in. `forgets`: a reset of the device takes them back. */
function believing(take: Taken, forgets = true): () => AckChange {
  return () => {
    let resets = 0
    const queues = new Map<number, CoalescingParameters>()
    return (bytes, command, watch) => {
      if (forgets && watch.resets !== resets) queues.clear()
      resets = watch.resets
      if (bytes !== ERR) take(command, queues)
      const asked = command.name === 'NOTF_COAL_VQ_GET' && bytes !== ERR ? command.queue : undefined
      return asked === undefined ? bytes : reply(queues.get(asked) ?? zero)
    }
  }
}

/** How a device should take the commands of the class, with a few pairs. */
const rightly: Taken = (command, queues) => {
  if (command.name === 'NOTF_COAL_VQ_SET') queues.set(command.queue, command)
  if (command.name === 'NOTF_COAL_TX_SET') for (const queue of [1, 3, 5, 7]) queues.set(queue, command)
  if (command.name === 'NOTF_COAL_RX_SET') for (const queue of [0, 2, 4, 6]) queues.set(queue, command)
}

const holds = (command: ControlCommand): boolean =>
  (command.name === 'NOTF_COAL_TX_SET' || command.name === 'NOTF_COAL_RX_SET') && command.maxPackets > 0

/** Seeded bugs of notification coalescing. */
export const coalescingBugs: readonly ReactionBug[] = [
  answering(
    {
      id: 'coalescing-one-for-ever',
      says: 'What VQ_SET set for a queue stays, whatever TX_SET and RX_SET say afterwards.',
      source: 'ours',
      property: 'coalescing/last-set',
      clause: 'net.coal.def.1',
    },
    believing((command, queues) => {
      const before = new Map(queues)
      rightly(command, queues)
      if (command.name !== 'NOTF_COAL_VQ_SET') for (const [queue, kept] of before) queues.set(queue, kept)
    }),
  ),
  answering(
    {
      id: 'coalescing-set-claimed',
      says: 'VQ_SET is acknowledged with OK and sets nothing.',
      source: 'ours',
      property: 'coalescing/last-set',
      clause: 'net.coal.device.3',
    },
    believing((command, queues) => {
      if (command.name !== 'NOTF_COAL_VQ_SET') rightly(command, queues)
    }),
  ),
  answering(
    {
      id: 'coalescing-reserved-matters',
      says: 'A VQ_SET with reserved bits is acknowledged with OK and sets nothing.',
      source: 'ours',
      property: 'coalescing/last-set',
      clause: 'net.coal.device.1',
    },
    believing((command, queues) => {
      if (command.name !== 'NOTF_COAL_VQ_SET' || command.reserved === 0) rightly(command, queues)
    }),
  ),
  takingAll(
    {
      id: 'coalescing-any-queue',
      says: 'VQ_SET and VQ_GET are acknowledged with OK for queues that there are not.',
      source: 'ours',
      property: 'coalescing/no-queue',
      clause: 'net.coal.device.4',
    },
    ({ name }) => name === 'NOTF_COAL_VQ_SET' || name === 'NOTF_COAL_VQ_GET',
  ),
  ...([0, 1] as const).map((side) =>
    answering(
      {
        id: side === 0 ? 'coalescing-receive-kept' : 'coalescing-transmit-kept',
        says: `A ${side === 0 ? 'receive' : 'transmit'} queue that was reset and enabled anew keeps what VQ_SET set.`,
        source: 'ours',
        property: 'coalescing/re-enabled',
        clause: side === 0 ? 'net.coal.device.6' : 'net.coal.device.5',
      },
      () => {
        const change = believing(rightly)()
        return (bytes, command, watch) => {
          const believed = change(bytes, command, watch)
          return command.name === 'NOTF_COAL_VQ_GET' && command.queue % 2 === side ? believed : bytes
        }
      },
    ),
  ),
  answering(
    {
      id: 'coalescing-survives-reset',
      says: 'The parameters stand over a reset of the device.',
      source: 'ours',
      property: 'coalescing/after-reset',
      clause: 'net.coal.device.9',
    },
    believing(rightly, false),
  ),
  {
    id: 'coalescing-change-unheard',
    says: 'A notification that is held back is not sent when the parameters change so that none may be.',
    source: 'ours',
    property: 'coalescing/changed',
    clause: 'net.coal.def.3',
    wrap: (session) =>
      altered(session, () => {
        const held = new Set<number>()
        return (entry, watch) => {
          const isHolding = watch.acknowledged.some(({ command }) => holds(command))
          const isControl = entry.kind === 'device.interrupts' && entry.queue > 1
          if (entry.kind !== 'device.interrupts' || !isHolding || isControl) return [entry]
          held.add(entry.queue)
          return []
        }
      }),
  },
]
