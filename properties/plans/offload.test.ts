import fc from 'fast-check'
import { expect, it } from 'vitest'
import { features, implemented } from '../../engine/feature.ts'
import { lengthOf } from '../../model/kernel/bytes.ts'
import { config } from '../../model/net/live.fixture.ts'
import { breaches } from '../../model/net/offload/breach.ts'
import { cuttingOf } from '../../model/net/offload/cutting.ts'
import { requestOf } from '../../model/net/offload/request.ts'
import { offloaded } from './offload.ts'

const all = { ...config, offered: implemented }

it('what a driver asks for by the rules breaks none, and can be cut', () => {
  fc.assert(
    fc.property(offloaded(all, ['tcp', 'udp', 'fragments']), ({ frame, request }) => {
      const bytes = frame(7)
      const whole = requestOf(request)
      expect(breaches(whole, implemented)).toEqual([])
      expect(cuttingOf(bytes, whole)?.payload).toBe(request.hdrLen)
      expect(lengthOf(bytes)).toBeLessThanOrEqual(14 + 0xffff)
    }),
    { numRuns: 60 },
  )
})
it('one checksum is of a frame that need not be cut', () => {
  fc.assert(
    fc.property(offloaded(all, ['checksum']), ({ frame, request }) => {
      expect([request.gsoType, request.gsoSize, lengthOf(frame(1)) <= 1514]).toEqual([0, 0, true])
    }),
    { numRuns: 60 },
  )
})
it('only what is offered is asked for', () => {
  const some = { ...config, offered: features('VERSION_1', 'CSUM', 'HOST_TSO6') }
  fc.assert(
    fc.property(offloaded(some, ['tcp', 'udp', 'fragments']), ({ request }) => {
      expect(request.gsoType).toBe(4)
    }),
    { numRuns: 60 },
  )
})
