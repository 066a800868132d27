import { type FeatureName, has } from '../feature.ts'
import { offloadFeatures } from '../offload-bits.ts'
import type { CommandClass, CommandParts } from './class.ts'

const offloads = { SET: 0 } as const
const wordLength = 8

/** The class VIRTIO_NET_CTRL_GUEST_OFFLOADS of a device. @clause net.offloads.def.2 */
export function createOffloads({ layout, memory: { view }, negotiated }: CommandParts): CommandClass {
  const offers = (name: FeatureName): boolean => has(negotiated(), name)

  /** The offloads that may be enabled, low and high word. */
  function able(): readonly [number, number] {
    let low = 0
    let high = 0
    for (const [bit, name] of offloadFeatures) {
      if (!offers(name)) continue
      if (bit < 32) low |= 1 << bit
      else high |= 1 << (bit - 32)
    }
    return [low, high]
  }

  return {
    execute(command, at, length) {
      if (command !== offloads.SET || !offers('CTRL_GUEST_OFFLOADS') || length !== wordLength) return false
      const low = view.getUint32(at, true)
      const high = view.getUint32(at + 4, true)
      const [lowAble, highAble] = able()
      if ((low & ~lowAble) !== 0 || (high & ~highAble) !== 0) return false
      layout.offloads[0] = low
      layout.offloads[1] = high
      return true
    },
  }
}
