import fc from 'fast-check'
import { expect, it } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { sliceOf } from '../../model/kernel/bytes.ts'
import { outcomeOf } from '../../model/net/offload/outcome.ts'
import { requestOf } from '../../model/net/offload/request.ts'
import { hostTunnelSums, tunnelled, tunnelledIn } from './udp-tunnel.ts'

const features = featuresNamed(['VIRTIO_F_VERSION_1', ...hostTunnelSums])

it('asks for what can be done', () => {
  for (const { frame, request } of fc.sample(tunnelled(referenceConfig, true), { numRuns: 80, seed: 1 })) {
    const { departure, excused } = outcomeOf(frame(7), requestOf(request), features)
    expect(excused).toBe(false)
    expect(departure).toMatchObject({ kind: 'segments', cutting: { outer: { transport: request.outerThOffset } } })
  }
})

it('comes to the device', () => {
  for (const intent of fc.sample(tunnelledIn(referenceConfig), { numRuns: 20, seed: 1 })) {
    if (intent.kind !== 'arrive') throw new Error('not a frame')
    expect(sliceOf(intent.frame(1), 0, 6)).toBe(referenceConfig.mac)
    expect([0x20, 0x40]).toContain((intent.offload?.gsoType ?? 0) & 0x60)
  }
})
