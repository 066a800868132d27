import fc from 'fast-check'
import { expect, it } from 'vitest'
import { noFeatures } from '../../model/kernel/bits.ts'
import { type Bytes, bytes } from '../../model/kernel/bytes.ts'
import { hashesOfReadings } from '../../model/net/hash.ts'
import { hashOf } from '../../model/net/steering.ts'
import { readingsThrough } from '../../model/net/tunnel-reading.ts'
import { ipv4Address } from '../../model/wire/ip-address.ts'
import { microsoftKey } from './command.ts'
import type { Flow, IpFlow } from './flow.ts'
import { hashOfFlow } from './hash-of-flow.fixture.ts'
import { carriedFlows, carriedFrame, isTunnel, outerFlow, type Tunnel, tunnelForms, typeOf } from './tunnel.ts'

const destination = bytes('525400123456')
const EVERY_TYPE = 0x1ff

/** What the model allows to be reported of a frame where these encapsulations are enabled. */
function reported(frame: Bytes, tunnels: number) {
  const inputs = hashesOfReadings(readingsThrough(frame, noFeatures, tunnels), EVERY_TYPE)
  return inputs.map((input) => hashOf(microsoftKey, input) ?? { report: 0, value: 0 })
}

it.each(tunnelForms)('%s has the hash of the inner flow where it is enabled, and else of the outer one', (form) => {
  const some = fc.sample(carriedFlows([form]), { numRuns: 6, seed: 7 })
  for (const tunnel of some.flat().filter(isTunnel)) {
    const frame = carriedFrame(tunnel, { id: 1, destination })
    const inner = hashOfFlow(outerFlow(tunnel.inner), EVERY_TYPE, microsoftKey)
    const outer = hashOfFlow(tunnel.outer, EVERY_TYPE, microsoftKey)
    expect(reported(frame, typeOf(form))).toEqual([inner])
    expect(reported(frame, 0)).toEqual([outer])
  }
})

it('what is published of a flow counts for it inside of another one too', () => {
  const ends = { network: 'ipv4', extensions: [] } as const
  const inner: IpFlow = {
    ...{ ...ends, transport: 'tcp', sourcePort: 2794, destinationPort: 1766 },
    ...{ source: ipv4Address('66.9.149.187'), destination: ipv4Address('161.142.100.80') },
  }
  const outer: IpFlow = {
    ...{ ...ends, transport: 'udp', sourcePort: 50000, destinationPort: 4789 },
    ...{ source: ipv4Address('10.0.0.1'), destination: ipv4Address('10.0.0.2') },
  }
  const frame = carriedFrame({ form: 'vxlan', outer, inner }, { id: 1, destination })
  expect(reported(frame, typeOf('vxlan'))).toEqual([{ report: 2, value: 0x51ccc178 }])
})

it('frames of different ids are different', () => {
  const one = carriedFlows().map((all): Flow | Tunnel | undefined => all[0])
  for (const flow of fc.sample(one, 20))
    if (flow !== undefined)
      expect(carriedFrame(flow, { id: 1, destination })).not.toBe(carriedFrame(flow, { id: 2, destination }))
})
