import fc from 'fast-check'
import type { TunFile, TunStimulus } from '../../model/tun/action.ts'
import { tunFlag } from '../../model/tun/flag.ts'
import {
  attaching,
  bareTap,
  closing,
  detaching,
  filesUpTo,
  linking,
  opening,
  requesting,
  rest,
  setting,
  switching,
} from './plan.ts'
import type { TunPlan, TunProperty } from './terms.ts'

const fileOf = (count: number): fc.Arbitrary<TunFile> => fc.nat(count - 1)

/** Flags of TUNSETIFF: such as devices are made with, and every bit by itself. */
const types = fc.constantFrom(tunFlag.IFF_TAP, tunFlag.IFF_TAP, tunFlag.IFF_TUN, tunFlag.IFF_TAP | tunFlag.IFF_TUN, 0)
const features = fc.constantFrom(
  0,
  tunFlag.IFF_MULTI_QUEUE,
  tunFlag.IFF_MULTI_QUEUE,
  tunFlag.IFF_MULTI_QUEUE | tunFlag.IFF_VNET_HDR,
)
const oddities = fc.constantFrom(
  0,
  0,
  0,
  tunFlag.IFF_TUN_EXCL,
  tunFlag.IFF_NAPI_FRAGS,
  tunFlag.IFF_NAPI_FRAGS | tunFlag.IFF_NAPI,
  tunFlag.IFF_NO_CARRIER,
  tunFlag.IFF_ONE_QUEUE,
)
const flagsOf: fc.Arbitrary<number> = fc
  .tuple(types, features, oddities)
  .map((bits) => bits.reduce((all, bit) => all | bit, tunFlag.IFF_NO_PI))

const attempt = (count: number): fc.Arbitrary<TunStimulus> =>
  fc
    .tuple(fileOf(count), fc.constantFrom('device', 'device', 'device', 'device', 'loopback'), flagsOf)
    .map(([file, name, flags]) => setting(file, flags, name))

/** Files come and go, and ask for devices of every kind. */
const settingUp: TunProperty = {
  id: 'tun/setiff',
  says: 'TUNSETIFF makes a device or joins it, and of everything that is wrong with a call the first in order is its error.',
  clauses: [
    'linux-tun.setiff.creates',
    'linux-tun.setiff.joins',
    'linux-tun.setiff.again',
    'linux-tun.setiff.fragments',
    'linux-tun.setiff.exclusive',
    'linux-tun.setiff.type',
    'linux-tun.setiff.multiqueue',
    'linux-tun.setiff.single',
    'linux-tun.setiff.kind',
    'linux-tun.file.opens',
    'linux-tun.file.closes',
  ],
  needs: ['tun'],
  plan: () => {
    const { IFF_MULTI_QUEUE, IFF_NO_PI, IFF_TAP, IFF_TUN } = tunFlag
    const kinds = fc.constantFrom(IFF_TAP, IFF_TAP | IFF_MULTI_QUEUE, IFF_TUN | IFF_MULTI_QUEUE, IFF_TUN | IFF_TAP)
    const steps = fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fileOf(4).map(opening) },
        { weight: 6, arbitrary: attempt(4) },
        { weight: 1, arbitrary: fileOf(4).map(closing) },
        { weight: 1, arbitrary: fileOf(4).map(detaching) },
      ),
      { minLength: 8, maxLength: 24 },
    )
    // Half of the plans begin with a device, and a file that may join it in the same way.
    return fc.tuple(fc.option(kinds), steps).map(([kind, some]): TunPlan => {
      const made = kind === null ? [] : [setting(0, kind | IFF_NO_PI), setting(1, kind | IFF_NO_PI)]
      return [opening(0), opening(1), ...made, ...some, rest]
    })
  },
}

/** Queues come and go. */
const switchingOver: TunProperty = {
  id: 'tun/setqueue',
  says: 'TUNSETQUEUE disables and enables queues, also the last, and is EINVAL for a file that is not in the state it needs.',
  clauses: [
    'linux-tun.setqueue.attaches',
    'linux-tun.setqueue.detaches',
    'linux-tun.setqueue.attached',
    'linux-tun.setqueue.detached',
    'linux-tun.setqueue.neither',
  ],
  needs: ['tun'],
  plan: () => {
    const { IFF_ATTACH_QUEUE, IFF_DETACH_QUEUE, IFF_MULTI_QUEUE, IFF_TAP, IFF_NO_PI } = tunFlag
    const flags = fc.constantFrom(
      IFF_ATTACH_QUEUE,
      IFF_ATTACH_QUEUE,
      IFF_DETACH_QUEUE,
      IFF_DETACH_QUEUE,
      IFF_ATTACH_QUEUE | IFF_DETACH_QUEUE,
      0,
      IFF_MULTI_QUEUE,
    )
    const single = fc.constantFrom(bareTap, bareTap, bareTap, IFF_TAP | IFF_NO_PI)
    const steps = fc.array(fc.tuple(fileOf(4), flags), { minLength: 4, maxLength: 16 })
    return fc
      .tuple(single, steps)
      .map(
        ([kind, some]): TunPlan => [
          ...filesUpTo(4).map(opening),
          ...filesUpTo(3).map((file) => setting(file, kind)),
          ...some.flatMap(([file, flag]) => [switching(file, flag), requesting(file, 'TUNGETIFF')]),
          rest,
        ],
      )
  },
}

/** As many queues as a device can have. */
const most: TunProperty = {
  id: 'tun/most-queues',
  says: 'A device has 256 queues at most, disabled ones counted, and enabling one of those is never refused.',
  clauses: ['linux-tun.setiff.most'],
  needs: ['tun'],
  cost: { maxRuns: 3, because: '257 files are opened and closed each time' },
  plan: () =>
    fc.tuple(fc.nat(255), fc.boolean()).map(([file, isDetached]): TunPlan => {
      const one = isDetached ? [detaching(file)] : []
      return [
        ...filesUpTo(257).map(opening),
        ...filesUpTo(256).map((each) => setting(each, bareTap)),
        ...one,
        setting(256, bareTap),
        ...(isDetached ? [attaching(file), closing(file), setting(256, bareTap)] : []),
        linking(true),
        rest,
      ]
    }),
}

/** Properties of files and of the queues that they are. */
export const fileProperties: readonly TunProperty[] = [settingUp, switchingOver, most]
