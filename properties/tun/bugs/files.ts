import type { ClauseId } from '../../../model/clause/clause.ts'
import type { TunStimulus } from '../../../model/tun/action.ts'
import type { Errno } from '../../../model/tun/errno.ts'
import { tunFlag } from '../../../model/tun/flag.ts'
import { misreturned, ours, type TunBug } from './altered.ts'

/** A call that should end with one error and ends with another, of those whose flags are such. */
interface Wrong {
  readonly id: string
  readonly property: string
  readonly clause: ClauseId
  readonly says: string
  readonly call: TunStimulus['kind']
  readonly due: Errno | 'none'
  readonly shown: Errno | 'none'
  readonly of?: (flags: number, name: string) => boolean
}

const { IFF_ATTACH_QUEUE, IFF_DETACH_QUEUE, IFF_NAPI_FRAGS, IFF_TUN_EXCL } = tunFlag
const types = tunFlag.IFF_TUN | tunFlag.IFF_TAP
const setIff = { property: 'tun/setiff', call: 'user.attaches' } as const
const setQueue = { property: 'tun/setqueue', call: 'user.switches' } as const

const table: readonly Wrong[] = [
  {
    ...setIff,
    id: 'tun-attach-twice',
    clause: 'linux-tun.setiff.again',
    says: 'TUNSETIFF on a file that has a device is EINVAL.',
    due: 'EEXIST',
    shown: 'EINVAL',
  },
  {
    ...setIff,
    id: 'tun-exclusive-ignored',
    clause: 'linux-tun.setiff.exclusive',
    says: 'IFF_TUN_EXCL is not looked at.',
    due: 'EBUSY',
    shown: 'none',
    of: (flags) => (flags & IFF_TUN_EXCL) !== 0,
  },
  {
    ...setIff,
    id: 'tun-single-shared',
    clause: 'linux-tun.setiff.single',
    says: 'A device without IFF_MULTI_QUEUE takes a second queue.',
    due: 'EBUSY',
    shown: 'none',
    of: (flags) => (flags & IFF_TUN_EXCL) === 0,
  },
  {
    ...setIff,
    id: 'tun-fragments-alone',
    clause: 'linux-tun.setiff.fragments',
    says: 'IFF_NAPI_FRAGS does without IFF_NAPI.',
    due: 'EINVAL',
    shown: 'none',
    of: (flags) => (flags & IFF_NAPI_FRAGS) !== 0,
  },
  {
    ...setIff,
    id: 'tun-type-ignored',
    clause: 'linux-tun.setiff.type',
    says: 'The name of a device that is no tun is EBUSY.',
    due: 'EINVAL',
    shown: 'EBUSY',
    of: (flags, name) => name === 'loopback' && (flags & IFF_NAPI_FRAGS) === 0,
  },
  {
    ...setIff,
    id: 'tun-multiqueue-mixed',
    clause: 'linux-tun.setiff.multiqueue',
    says: 'A call with another IFF_MULTI_QUEUE than the device has is EBUSY.',
    due: 'EINVAL',
    shown: 'EBUSY',
    of: (flags, name) => name === 'device' && (flags & types) !== 0 && (flags & IFF_NAPI_FRAGS) === 0,
  },
  {
    ...setIff,
    id: 'tun-neither-kind',
    clause: 'linux-tun.setiff.kind',
    says: 'A device that is neither TUN nor TAP is a TUN.',
    due: 'EINVAL',
    shown: 'none',
    of: (flags, name) => name === 'device' && (flags & (types | IFF_NAPI_FRAGS)) === 0,
  },
  {
    ...setIff,
    id: 'tun-not-created',
    clause: 'linux-tun.setiff.creates',
    says: 'A device that is both TUN and TAP is not made.',
    due: 'none',
    shown: 'EINVAL',
    of: (flags) => (flags & types) === types,
  },
  {
    ...setIff,
    id: 'tun-not-joined',
    clause: 'linux-tun.setiff.joins',
    says: 'A queue of a call with a header is not taken.',
    due: 'none',
    shown: 'EINVAL',
    of: (flags) => (flags & tunFlag.IFF_VNET_HDR) !== 0,
  },
  {
    ...setIff,
    id: 'tun-open-fails',
    call: 'user.opens',
    clause: 'linux-tun.file.opens',
    says: 'No file is opened.',
    due: 'none',
    shown: 'EBUSY',
  },
  {
    ...setIff,
    id: 'tun-close-fails',
    call: 'user.closes',
    clause: 'linux-tun.file.closes',
    says: 'Closing a file fails.',
    due: 'none',
    shown: 'EIO',
  },
  {
    id: 'tun-no-limit-of-queues',
    property: 'tun/most-queues',
    call: 'user.attaches',
    clause: 'linux-tun.setiff.most',
    says: 'A 257th queue is taken.',
    due: 'E2BIG',
    shown: 'none',
  },
  {
    ...setQueue,
    id: 'tun-attach-attached',
    clause: 'linux-tun.setqueue.attached',
    says: 'IFF_ATTACH_QUEUE on a file that is attached does nothing and succeeds.',
    due: 'EINVAL',
    shown: 'none',
    of: (flags) => (flags & IFF_ATTACH_QUEUE) !== 0,
  },
  {
    ...setQueue,
    id: 'tun-detach-detached',
    clause: 'linux-tun.setqueue.detached',
    says: 'IFF_DETACH_QUEUE on a file that is not attached does nothing and succeeds.',
    due: 'EINVAL',
    shown: 'none',
    of: (flags) => (flags & (IFF_ATTACH_QUEUE | IFF_DETACH_QUEUE)) === IFF_DETACH_QUEUE,
  },
  {
    ...setQueue,
    id: 'tun-switch-nothing',
    clause: 'linux-tun.setqueue.neither',
    says: 'TUNSETQUEUE with neither flag succeeds.',
    due: 'EINVAL',
    shown: 'none',
    of: (flags) => (flags & (IFF_ATTACH_QUEUE | IFF_DETACH_QUEUE)) === 0,
  },
  {
    ...setQueue,
    id: 'tun-attach-refused',
    clause: 'linux-tun.setqueue.attaches',
    says: 'A detached queue is not enabled again.',
    due: 'none',
    shown: 'E2BIG',
    of: (flags) => (flags & IFF_ATTACH_QUEUE) !== 0,
  },
  {
    ...setQueue,
    id: 'tun-detach-refused',
    clause: 'linux-tun.setqueue.detaches',
    says: 'No queue is disabled.',
    due: 'none',
    shown: 'EBUSY',
    of: (flags) => (flags & IFF_DETACH_QUEUE) !== 0,
  },
]

/** Seeded bugs of files: errors of TUNSETIFF and TUNSETQUEUE. */
export const fileBugs: readonly TunBug[] = table.map(
  ({ id, property, clause, says, call, due, shown, of = () => true }) =>
    misreturned(ours(id, property, clause, says), ({ error }, asked) => {
      const flags = 'flags' in asked ? asked.flags : 0
      const name = 'name' in asked ? asked.name : ''
      return asked.kind === call && error === due && of(flags, name) ? shown : undefined
    }),
)
