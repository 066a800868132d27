import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { netDevice } from './device.ts'
import * as fixture from './live.fixture.ts'
import * as rest from './rest.ts'
import { standardRules } from './rules.ts'
import type { NetState } from './state.ts'
import { powerOn } from './state.ts'

const owed = (state: NetState) => rest.owed(state, standardRules)
const faultsOfRest = (state: NetState) => rest.faultsOfRest(state, standardRules)
const restedState = (state: NetState) => rest.restedState(state, standardRules)

const { acknowledges, applies, arrives, commands, config, following, live, multiqueue, offers, plainFrame } = fixture
const { header12, refusalOf, rests, rssConfig, tcpFrame, transmits, uses } = fixture
const roomy = following(live(), offers(0, 1), rests)

describe('owed', () => {
  it('is nothing by a device with nothing to do', () => {
    expect(owed(powerOn(config))).toEqual([])
    expect(owed(roomy)).toEqual([])
  })

  it('is an answer to what was asked', () => {
    expect(owed(following(powerOn(config), { kind: 'driver.resets' }))).toEqual([
      { clauses: ['house.device.answers'], because: 'the read of device_status is not answered' },
    ])
    const accepts = { kind: 'driver.accepts', features: config.offered } as const
    expect(owed(following(powerOn(config), accepts))).toEqual([
      { clauses: ['house.device.answers'], because: 'FEATURES_OK is not answered' },
    ])
  })

  it('is nothing by a device that its driver gave up, but an answer: nobody waits for the rest of it', () => {
    const busy = following(live({ features: multiqueue }), transmits(1, 2, 7, tcpFrame), commands(9, rssConfig([0])))
    const given = following(busy, { kind: 'driver.sets', bit: 'FAILED' })
    expect(owed(given)).toEqual([
      { clauses: ['house.device.answers'], because: 'the read of device_status is not answered' },
    ])
    expect(restedState(given)).toEqual({ ...given, question: undefined })
    expect(netDevice().enabled(restedState(given))).toEqual([rests])
  })

  it('is every frame that finds room', () => {
    expect(owed(following(roomy, arrives(7, tcpFrame)))).toEqual([
      { clauses: ['house.frame.lost'], because: 'frame 7 is not placed although queue 0 has room' },
    ])
    expect(owed(following(live(), offers(0, 1), arrives(7, tcpFrame)))).toEqual([])
    expect(owed(following(live(), arrives(7, tcpFrame)))).toEqual([])
  })

  it('names each queue that a frame may reach once', () => {
    const device = live({ features: multiqueue })
    const buffers = [0, 2].map((queue) => offers(queue, queue + 1))
    const stocked = following(
      device,
      ...buffers,
      rests,
      arrives(7, tcpFrame),
      commands(50, rssConfig([1, 1])),
      applies(50),
    )
    const twice = following(stocked, commands(51, rssConfig([1, 1])), applies(51))
    expect(owed(twice)[0]?.because).toBe('frame 7 is not placed although queue 0, 2 has room')
  })

  it('is no frame behind one that waits', () => {
    const blocking = following(roomy, arrives(1, plainFrame(1, 3000)), arrives(2, tcpFrame))
    expect(owed(blocking)).toEqual([])
    const free = following(live({ traits: { blocks: false } }), offers(0, 1), rests)
    expect(owed(following(free, arrives(1, plainFrame(1, 3000)), arrives(2, tcpFrame))).length).toBe(1)
  })

  it('is every frame that was handed over, and its chain', () => {
    expect(owed(following(live(), transmits(1, 5, 7, tcpFrame)))).toEqual([
      { clauses: ['house.transmit.lost'], because: 'frame 7 of queue 1 did not leave' },
      { clauses: ['house.chain.lost'], because: 'chain 5 of transmit queue 1 is not used' },
    ])
  })

  it('is every command; none was ever answered where the control queue is elsewhere', () => {
    const device = live({ features: multiqueue })
    expect(owed(following(device, commands(5, rssConfig([0]))))).toEqual([
      { clauses: ['net.vq.def.1'], because: 'chain 5 of control queue 8 is not used' },
    ])
    const answered = fixture.configured(device, rssConfig([0]))
    expect(owed(following(answered, commands(5, rssConfig([0]))))).toEqual([
      { clauses: ['house.chain.lost'], because: 'chain 5 of control queue 8 is not used' },
    ])
  })

  it('is every notification that was asked for', () => {
    const used = following(roomy, arrives(7, tcpFrame), uses(0, 1, header12 + tcpFrame))
    expect(owed(used)).toEqual([
      {
        clauses: ['split.notify.device.3'],
        because: 'queue 0 used buffers with notifications on and did not notify',
      },
    ])
    expect(owed(following(used, { kind: 'device.interrupts', queue: queueIndex(0) }))).toEqual([])
    const unheard = { ...used, config: { ...used.config, traits: { ...used.config.traits, unheard: true } } }
    expect(owed(unheard)).toEqual([])
  })
})

describe('faultsOfRest', () => {
  it('finds nothing where nothing is owed', () => {
    expect(faultsOfRest(roomy)).toEqual([])
  })

  it('refuses all that is owed at once', () => {
    expect(refusalOf(following(live(), transmits(1, 5, 7, tcpFrame)), rests)).toEqual({
      by: 'device',
      clauses: ['house.transmit.lost', 'house.chain.lost'],
      because: 'frame 7 of queue 1 did not leave; chain 5 of transmit queue 1 is not used',
    })
  })
})

describe('restedState', () => {
  it('is the same where nothing is new', () => {
    expect(restedState(roomy)).toBe(roomy)
    const idle = live()
    expect(restedState(idle)).toBe(idle)
  })

  it('makes buffers surely seen', () => {
    expect(restedState(following(live(), offers(0, 1))).queues[0]?.chains).toEqual([
      { id: 1, room: 2048, descriptors: 1, surely: true },
    ])
  })

  it('keeps frames that may wait, and lets go of the others', () => {
    const none = following(live(), arrives(7, tcpFrame))
    expect(restedState(none).arriving).toEqual([{ ...none.arriving[0], excused: true }])
    const unsure = following(live(), offers(0, 1), arrives(7, tcpFrame))
    expect(restedState(unsure).arriving).toEqual([])
    expect(restedState(following(live({ traits: { full: 'drops' } }), arrives(7, tcpFrame))).arriving).toEqual([])
  })

  it('lets go of a frame that is lost although every buffer was seen', () => {
    expect(restedState(following(roomy, arrives(7, tcpFrame))).arriving).toEqual([])
  })

  it('forgets what was owed, so that a survey goes on', () => {
    const sent = following(live(), transmits(1, 5, 7, tcpFrame), uses(1, 5))
    expect(restedState(sent).leaving).toEqual([])
    expect(restedState(sent).queues[1]?.notifying.owed).toBeUndefined()
    const gone = following(sent, { kind: 'device.sends', bytes: tcpFrame })
    expect(restedState(gone).queues[1]?.notifying.owed).toBeUndefined()
    expect(restedState({ ...live(), leaving: sent.leaving }).leaving).toEqual([])
    const asked = following(live(), { kind: 'driver.reads', field: 'mac' })
    expect(restedState(asked).question).toBeUndefined()
  })

  it('keeps commands', () => {
    const device = following(live({ features: multiqueue }), commands(5, rssConfig([0])), applies(5))
    expect(restedState(device).pending).toEqual(device.pending)
    expect(restedState(following(device, acknowledges(5, 0))).pending).toEqual([])
  })
})
