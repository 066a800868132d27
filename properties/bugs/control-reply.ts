import { type Bytes, lengthOf } from '../../model/kernel/bytes.ts'
import type { DeviceAcknowledges } from '../../model/net/action.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import type { Watch } from './watch.ts'

/** What becomes of an acknowledgement, with the command that it is of; the bytes behind it are its result. */
export type AckChange = (bytes: Bytes, command: ControlCommand, watch: Watch) => Bytes

/** A bug of acknowledgements: `make` is called once a session, so that a change can remember. */
export function answering(bug: Omit<ReactionBug, 'wrap'>, make: () => AckChange): ReactionBug {
  return {
    ...bug,
    wrap: (session) =>
      altered(session, () => {
        const change = make()
        return (entry, watch) => [entry.kind === 'device.acknowledges' ? changed(entry, watch, change) : entry]
      }),
  }
}

function changed(entry: DeviceAcknowledges, watch: Watch, change: AckChange): DeviceAcknowledges {
  const command = watch.acknowledged.at(-1)?.command
  if (command === undefined) return entry
  const bytes = change(entry.bytes, command, watch)
  return { ...entry, bytes, length: lengthOf(bytes) }
}

/** Acknowledged with OK, and nothing else. */
export const OK = '00' as Bytes
/** Turned down. */
export const ERR = '01' as Bytes

/** A bug that acknowledges with OK what must be turned down. */
export const takingAll = (bug: Omit<ReactionBug, 'wrap'>, isMine: (command: ControlCommand) => boolean): ReactionBug =>
  answering(bug, () => (bytes, command) => (bytes === ERR && isMine(command) ? OK : bytes))

/** A bug that turns down what must be taken. */
export const turningDownSome = (
  bug: Omit<ReactionBug, 'wrap'>,
  isMine: (command: ControlCommand, watch: Watch) => boolean,
): ReactionBug => answering(bug, () => (bytes, command, watch) => (isMine(command, watch) ? ERR : bytes))
