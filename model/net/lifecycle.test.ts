import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { featureSet, noFeatures } from '../kernel/bits.ts'
import { bytes } from '../kernel/bytes.ts'
import type { StatusBit } from './action.ts'
import * as life from './lifecycle.ts'
import {
  agreed,
  arrives,
  config,
  configured,
  following,
  live,
  multiqueue,
  offers,
  refusalOf,
  rssConfig,
  tcpFrame,
  transmits,
} from './live.fixture.ts'
import { standardRules } from './rules.ts'
import { type NetState, powerOn } from './state.ts'

const VERSION_1 = featuresNamed(['VIRTIO_F_VERSION_1'])
const fresh = powerOn(config)
const at = (phase: NetState['life']): NetState => ({ ...fresh, life: phase })
const every = {
  reset: fresh,
  noticed: at({ phase: 'noticed' }),
  driven: at({ phase: 'driven' }),
  proposed: at({ phase: 'proposed', features: VERSION_1 }),
  declined: at({ phase: 'declined' }),
  agreed: at({ phase: 'agreed', features: VERSION_1 }),
  prepared: at({ phase: 'prepared', features: VERSION_1 }),
  live: at({ phase: 'live', features: VERSION_1 }),
  failed: at({ phase: 'failed', status: 131 }),
}
const phases = Object.entries(every)
const statusAsked = { kind: 'field', field: 'device_status' }

describe('reset', () => {
  it('forgets everything, and is read back', () => {
    const device = configured(live({ features: multiqueue }), rssConfig([1, 2]))
    const used = following(device, offers(0, 1), transmits(1, 2, 2, tcpFrame))
    expect(life.reset(used, standardRules)).toEqual({
      ...powerOn(used.config),
      isNew: false,
      agreed: used.agreed,
      question: statusAsked,
      past: { beforeReset: true },
    })
  })

  it('leaves in force what the rules say', () => {
    const device = configured(live({ features: multiqueue }), rssConfig([1, 2]))
    expect(life.reset(device, { ...standardRules, afterReset: (setting) => setting }).setting).toBe(device.setting)
  })

  it('keeps frames that may wait in the backend, and excuses them', () => {
    const device = following(live(), offers(0, 1), { kind: 'device.rests' }, arrives(3, tcpFrame))
    expect(device.arriving[0]?.excused).toBe(false)
    expect(life.reset(device, standardRules).arriving).toEqual([
      { frame: 3, bytes: tcpFrame, treatments: [], excused: true },
    ])
  })
})

describe('faultsOfSetting', () => {
  const sets = (state: NetState, bit: StatusBit) => life.faultsOfSetting(state, { kind: 'driver.sets', bit })

  it.each<[StatusBit, string]>([
    ['ACKNOWLEDGE', 'reset'],
    ['DRIVER', 'noticed'],
    ['DRIVER_OK', 'prepared'],
  ])('allows %s in the phase %s only', (bit, right) => {
    const allowed = phases.filter(([, state]) => sets(state, bit).length === 0).map(([phase]) => phase)
    expect(allowed).toEqual([right])
    expect(sets(every.agreed, bit)).toEqual([
      {
        by: 'driver',
        clauses: ['core.init.driver.1'],
        because: `${bit} is set in the phase agreed, not in ${right}`,
      },
    ])
  })

  it('leaves FEATURES_OK to a step of its own', () => {
    expect(phases.filter(([, state]) => sets(state, 'FEATURES_OK').length === 0)).toEqual([])
    expect(sets(every.driven, 'FEATURES_OK')[0]?.because).toBe(
      'FEATURES_OK is set in the phase driven, not in a step of its own',
    )
  })

  it('allows FAILED always, and nothing after it but a reset', () => {
    expect(phases.flatMap(([, state]) => sets(state, 'FAILED'))).toEqual([])
    expect(sets(every.failed, 'ACKNOWLEDGE')).toEqual([
      { by: 'driver', clauses: ['core.status.driver.3'], because: 'ACKNOWLEDGE is set after FAILED, without a reset' },
    ])
  })
})

describe('statusSet', () => {
  const set = (state: NetState, bit: StatusBit) => life.statusSet(state, { kind: 'driver.sets', bit }, standardRules)

  it('moves on, and the status is read back', () => {
    expect(set(every.reset, 'ACKNOWLEDGE')).toEqual({ ...every.noticed, question: statusAsked })
    expect(set(every.noticed, 'DRIVER')).toEqual({ ...every.driven, question: statusAsked })
  })

  it('adds FAILED to what was set', () => {
    expect(set(every.driven, 'FAILED').life).toEqual({ phase: 'failed', status: 131 })
    expect(set(every.live, 'FAILED').life).toEqual({ phase: 'failed', status: 143 })
  })

  it('stays where a bit has a step of its own', () => {
    expect(set(every.driven, 'DRIVER_OK').life).toEqual({ phase: 'driven' })
    expect(set(every.driven, 'FEATURES_OK').life).toEqual({ phase: 'driven' })
  })
})

describe('faultsOfAccepting', () => {
  const accepts = (state: NetState, features = VERSION_1) =>
    life.faultsOfAccepting(state, { kind: 'driver.accepts', features })

  it('allows it before FEATURES_OK stands', () => {
    const allowed = phases.filter(([, state]) => accepts(state).length === 0).map(([phase]) => phase)
    expect(allowed).toEqual(['reset', 'noticed', 'driven', 'declined'])
    expect(accepts(every.live)).toEqual([
      { by: 'driver', clauses: ['core.init.driver.1'], because: 'features are accepted in the phase live' },
    ])
    expect(accepts(every.failed)).toEqual([
      { by: 'driver', clauses: ['core.status.driver.3'], because: 'features are accepted after FAILED' },
    ])
  })

  it('notes an invalid subset and goes on: the device has an answer to it', () => {
    const features = featureSet(32, 44)
    expect(accepts(fresh, features)).toEqual([
      { by: 'driver', clauses: ['core.features.driver.1'], because: 'not offered: bit 44', noted: true },
    ])
    expect(refusalOf(fresh, { kind: 'driver.accepts', features })).toBeUndefined()
  })
})

it('a proposal asks for an answer', () => {
  const asked = life.proposed(every.driven, { kind: 'driver.accepts', features: VERSION_1 })
  expect(asked).toEqual({ ...every.proposed, question: { kind: 'features' } })
})

describe('faultsOfAnswer', () => {
  const answer = (ok: boolean, features = VERSION_1, offered = config.offered) =>
    life.faultsOfAnswer(
      { ...powerOn({ ...config, offered }), life: { phase: 'proposed', features } },
      { kind: 'device.agrees', ok },
      standardRules,
    )

  it('wants a proposal', () => {
    expect(life.faultsOfAnswer(fresh, { kind: 'device.agrees', ok: true }, standardRules)).toEqual([
      { by: 'device', clauses: ['core.features.device.3'], because: 'nothing was proposed' },
    ])
  })

  it('wants a valid subset agreed to; declining it goes against advice', () => {
    expect(answer(true)).toEqual([])
    expect(answer(false)).toEqual([
      { by: 'device', clauses: ['core.features.device.2'], because: 'FEATURES_OK reads clear for a valid subset' },
    ])
  })

  it('wants what was agreed once agreed again, after a reset too; declining it goes against advice', () => {
    const once = following(fresh, { kind: 'driver.accepts', features: VERSION_1 }, { kind: 'device.agrees', ok: true })
    const reset = following(
      once,
      { kind: 'driver.resets' },
      { kind: 'device.shows', field: 'device_status', value: bytes('00') },
    )
    const again = following(reset, { kind: 'driver.accepts', features: VERSION_1 })
    const declines = { kind: 'device.agrees', ok: false } as const
    expect(life.faultsOfAnswer(again, declines, standardRules).map(({ clauses }) => clauses)).toEqual([
      ['core.features.device.5'],
    ])
    const other = following(reset, { kind: 'driver.accepts', features: config.offered })
    expect(life.faultsOfAnswer(other, declines, standardRules).map(({ clauses }) => clauses)).toEqual([
      ['core.features.device.2'],
    ])
  })

  it('wants an invalid subset declined', () => {
    expect(answer(false, featureSet(32, 44))).toEqual([])
    expect(answer(true, featureSet(32, 44))).toEqual([
      {
        by: 'device',
        clauses: ['core.features.device.3'],
        because: 'FEATURES_OK stands for a subset that is not valid',
      },
    ])
  })

  it('takes either without VERSION_1', () => {
    expect(answer(true, noFeatures)).toEqual([])
    expect(answer(false, noFeatures)).toEqual([])
  })

  it('names a requirement that is not met by its definition, the clause on FEATURES_OK behind it', () => {
    const [fault] = answer(true, featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MQ']))
    expect(fault?.clauses).toEqual(['net.dep.def.19', 'core.features.device.3'])
  })

  it('says nothing of the offer, which is judged where it is read', () => {
    expect(answer(true, VERSION_1, featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MQ']))).toEqual([])
  })
})

describe('answered', () => {
  const answered = (state: NetState, ok: boolean) => life.answered(state, { kind: 'device.agrees', ok })

  it('moves on to agreed or declined', () => {
    const asked: NetState = { ...every.proposed, question: { kind: 'features' } }
    expect(answered(asked, true)).toEqual({ ...every.agreed, agreed: [VERSION_1] })
    expect(answered(asked, false)).toEqual(every.declined)
  })

  it('changes nothing where nothing was proposed', () => {
    expect(answered(every.live, false)).toBe(every.live)
  })
})

describe('faultsOfStarting', () => {
  const starts = (state: NetState, size: number) => life.faultsOfStarting(state, { kind: 'driver.starts', size })

  it('wants FEATURES_OK to stand', () => {
    const allowed = phases.filter(([, state]) => starts(state, 16).length === 0).map(([phase]) => phase)
    expect(allowed).toEqual(['agreed'])
    expect(starts(every.declined, 16)).toEqual([
      { by: 'driver', clauses: ['core.init.driver.10'], because: 'queues are enabled in the phase declined' },
    ])
  })

  it.each([1, 2, 256, 16384, 32768])('allows rings of %i entries', (size) => {
    expect(starts(every.agreed, size)).toEqual([])
  })

  it.each([0, 3, 12, 32767, 32769, 65536, -2])('refuses rings of %i entries', (size) => {
    expect(starts(every.agreed, size)).toEqual([
      { by: 'driver', clauses: ['split.ring.def.1'], because: `a split ring of ${size} entries` },
    ])
  })
})

describe('started', () => {
  const start = (state: NetState) => life.started(state, { kind: 'driver.starts', size: 16 }, standardRules)

  it('enables the queues, and one transmit queue may be used', () => {
    const device = start({ ...agreed(), transmitPairs: 3 })
    expect(device.life).toEqual({ phase: 'live', features: VERSION_1 })
    expect(device.queues.map((queue) => [queue?.kind, queue?.size])).toEqual([
      ['receive', 16],
      ['transmit', 16],
    ])
    expect(device.transmitPairs).toBe(1)
  })

  it('steers the frames that waited', () => {
    const [frame] = start(following(agreed(), arrives(1, tcpFrame))).arriving
    expect(frame?.treatments.map(({ queues }) => queues)).toEqual([[0]])
    expect(frame?.excused).toBe(true)
  })

  it('changes nothing where FEATURES_OK does not stand', () => {
    expect(start(every.declined)).toBe(every.declined)
  })
})
