import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { type FeatureSet, noFeatures } from '../kernel/bits.ts'
import { enabledReactions, hiddenReactions } from './enabled.ts'
import * as fixture from './live.fixture.ts'
import { standardRules } from './rules.ts'
import { type NetState, powerOn } from './state.ts'

const { applies, arrives, commands, config, configured, following, header12, header20, live, multiqueue } = fixture
const { offers, plainFrame, reporting, rests, rssConfig, tcpFrame, transmits, uses } = fixture
const enabled = (state: NetState) => enabledReactions(state, standardRules)
const hidden = (state: NetState) => hiddenReactions(state, standardRules)
const agrees = (ok: boolean) => ({ kind: 'device.agrees', ok })
const acknowledges = (chain: number, bytes: string) => ({
  kind: 'device.acknowledges',
  queue: 8,
  chain,
  length: 1,
  bytes,
})

describe('a device that was asked', () => {
  it('answers with the value, and does nothing else', () => {
    const asked = following(live(), offers(0, 1), rests, arrives(1, tcpFrame), { kind: 'driver.reads', field: 'mac' })
    expect(enabled(asked)).toEqual([{ kind: 'device.shows', field: 'mac', value: '525400123456' }])
  })

  it('may have a command take effect unseen', () => {
    const command = { name: 'VQ_PAIRS_SET', pairs: 2 } as const
    const asked = following(live({ features: multiqueue }), commands(1, command), {
      kind: 'driver.reads',
      field: 'mac',
    })
    expect(enabled(asked)).toEqual([
      { kind: 'device.shows', field: 'mac', value: '525400123456' },
      { kind: 'device.applies', chain: 1, accepted: true },
    ])
  })

  it('has no answer where the model knows no value', () => {
    expect(enabled({ ...live(), question: { kind: 'field', field: 'mtu' } })).toEqual([])
  })

  it.each<[string, FeatureSet, readonly object[]]>([
    ['agrees to a valid subset', featuresNamed(['VIRTIO_F_VERSION_1']), [agrees(true)]],
    ['declines an invalid one', featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_IPSEC']), [agrees(false)]],
    ['does either without VERSION_1', noFeatures, [agrees(true), agrees(false)]],
  ])('%s', (_, features, answers) => {
    expect(enabled(following(powerOn(config), { kind: 'driver.accepts', features }))).toEqual(answers)
  })

  it('has no answer to features that were not proposed', () => {
    expect(enabled({ ...live(), question: { kind: 'features' } })).toEqual([])
  })
})

describe('a device at rest', () => {
  it('only rests, live or not', () => {
    expect(enabled(powerOn(config))).toEqual([rests])
    expect(enabled(live())).toEqual([rests])
    expect(enabled(following(fixture.agreed(), arrives(1, tcpFrame)))).toEqual([rests])
  })
})

describe('commands', () => {
  const device = live({ features: multiqueue })

  it('take effect, or are turned down where they have no meaning', () => {
    const valid = following(device, commands(5, rssConfig([0])))
    expect(hidden(valid)).toEqual([applies(5)])
    expect(enabled(valid)).toEqual([applies(5)])
    const broken = following(device, commands(5, rssConfig([0], { maxTxVq: 0 })))
    expect(enabled(broken)).toEqual([applies(5, false), applies(5)])
    expect(hidden(device)).toEqual([])
  })

  it('are acknowledged as they ended, in any order', () => {
    const two = following(device, commands(5, rssConfig([0])), commands(6, rssConfig([0], { maxTxVq: 0 })))
    const done = following(two, applies(5), applies(6, false))
    expect(enabled(done)).toEqual([acknowledges(5, '00'), acknowledges(6, '01')])
    expect(enabled(following(two, applies(5)))).toEqual([applies(6, false), applies(6), acknowledges(5, '00')])
  })
})

describe('frames', () => {
  it('are placed in any of the first, the second and the last of many buffers', () => {
    const chains = (count: number) => {
      const buffers = Array.from({ length: count }, (_, chain) => offers(0, chain))
      const acts = enabled(following(live(), ...buffers, rests, arrives(1, tcpFrame)))
      return acts.flatMap((act) => (act.kind === 'device.uses' ? [act.chain] : []))
    }
    expect(chains(1)).toEqual([0])
    expect(chains(4)).toEqual([0, 1, 2, 3])
    expect(chains(5)).toEqual([0, 1, 4])
  })

  it('are placed only where they fit, header included', () => {
    const device = following(live(), offers(0, 1, 65), offers(0, 2, 66), arrives(1, tcpFrame))
    expect(enabled(device)).toEqual([uses(0, 2, header12 + tcpFrame), rests])
  })

  it('are placed under each setting since they arrived', () => {
    const device = following(live({ features: multiqueue }), offers(0, 1), offers(6, 2), rests, arrives(1, tcpFrame))
    const racing = following(device, commands(5, rssConfig([3, 3])), applies(5))
    const wanted = [uses(0, 1, header12 + tcpFrame), uses(6, 2, header12 + tcpFrame)]
    expect(enabled(racing)).toEqual([acknowledges(5, '00'), ...wanted])
  })

  it('go to no queue that is not there', () => {
    const device = following(live(), offers(0, 1), arrives(1, tcpFrame))
    const treatments = [{ setting: device.setting, queues: [offers(4, 0).queue] }]
    const nowhere = { ...device, arriving: device.arriving.map((frame) => ({ ...frame, treatments })) }
    expect(enabled(nowhere)).toEqual([rests])
  })

  it('carry the hash that is wanted, and beside NONE any value', () => {
    const device = following(live({ features: reporting }), offers(2, 1), offers(0, 2), rests)
    const hashed = following(configured(device, rssConfig([1, 1])), arrives(1, tcpFrame), arrives(2, plainFrame(2)))
    expect(enabled(hashed)).toEqual([
      uses(2, 1, header20(2, fixture.PORTS_HASH) + tcpFrame),
      uses(0, 2, header20(0, 0) + plainFrame(2)),
      uses(0, 2, header20(0, 0xdeadbeef) + plainFrame(2)),
    ])
  })

  it('report NONE where anything goes', () => {
    const open = { steering: { kind: 'first' }, hashing: { kind: 'anyhow' } } as const
    const device = { ...following(live({ features: reporting }), offers(0, 1), rests), setting: open }
    expect(enabled(following(device, arrives(1, tcpFrame)))).toEqual([
      uses(0, 1, header20(0, 0) + tcpFrame),
      uses(0, 1, header20(0, 0xdeadbeef) + tcpFrame),
    ])
  })
})

describe('transmission', () => {
  it('uses the chain and sends the frame, in any order, then notifies', () => {
    const sent = following(live(), transmits(1, 5, 7, tcpFrame))
    const sends = { kind: 'device.sends', bytes: tcpFrame }
    const interrupts = { kind: 'device.interrupts', queue: 1 }
    expect(enabled(sent)).toEqual([uses(1, 5), sends])
    expect(enabled(following(sent, uses(1, 5)))).toEqual([sends, interrupts])
    expect(enabled(following(sent, { kind: 'device.sends', bytes: tcpFrame }, uses(1, 5)))).toEqual([interrupts])
  })

  it('leaves receive buffers alone', () => {
    expect(enabled(following(live(), offers(0, 1)))).toEqual([rests])
  })
})

it('what is enabled is accepted', () => {
  const device = following(live({ features: reporting }), offers(0, 1), offers(2, 2), rests, arrives(1, tcpFrame))
  const busy = following(device, transmits(1, 3, 3, tcpFrame), commands(4, rssConfig([1, 1])), applies(4))
  const refused = enabled(busy).filter((act) => fixture.refusalOf(busy, act) !== undefined)
  expect(enabled(busy).length).toBeGreaterThan(4)
  expect(refused).toEqual([])
})
