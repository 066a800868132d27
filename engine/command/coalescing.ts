import { type FeatureName, has } from '../feature.ts'
import type { CommandClass, CommandParts } from './class.ts'

const coal = { TX_SET: 0, RX_SET: 1, VQ_SET: 2, VQ_GET: 3 } as const
/** Offsets of virtio_net_ctrl_coal_vq; virtio_net_ctrl_coal begins at `maxPackets`. */
const field = { queue: 0, maxPackets: 4, maxUsecs: 8 } as const
const parametersLength = 8
const placeLength = 4

/** The class VIRTIO_NET_CTRL_NOTF_COAL of a device. `reserved` is not looked at. @clause net.coal.device.1 */
export function createCoalescingCommands(parts: CommandParts): CommandClass {
  const { layout, memory, negotiated, coalescing, queues, reply } = parts
  const { view } = memory
  const offers = (name: FeatureName): boolean => has(negotiated(), name)

  /** The enabled receive or transmit queue that is named at `at`; -1 if there is none. @clause net.coal.device.4 */
  function queueAt(at: number): number {
    const queue = view.getUint16(at + field.queue, true)
    if (queue >= queues.count() || queue === queues.control()) return -1
    return layout.queueSize[queue] === 0 ? -1 : queue
  }

  function setAll(isTransmit: boolean, at: number, length: number): boolean {
    if (!offers('NOTF_COAL') || length !== parametersLength) return false
    coalescing.setAll(isTransmit, view.getUint32(at, true), view.getUint32(at + 4, true), queues.control())
    return true
  }

  function setOne(at: number, length: number): boolean {
    if (!offers('VQ_NOTF_COAL') || length !== placeLength + parametersLength) return false
    const queue = queueAt(at)
    if (queue === -1) return false
    coalescing.set(queue, view.getUint32(at + field.maxPackets, true), view.getUint32(at + field.maxUsecs, true))
    return true
  }

  function get(at: number, length: number): boolean {
    if (!offers('VQ_NOTF_COAL') || length !== placeLength) return false
    const queue = queueAt(at)
    if (queue === -1) return false
    view.setUint32(reply, layout.coalescedPackets[queue] as number, true)
    view.setUint32(reply + 4, layout.coalescedUsecs[queue] as number, true)
    layout.replyLength[0] = parametersLength
    return true
  }

  return {
    execute(command, at, length) {
      switch (command) {
        case coal.TX_SET:
          return setAll(true, at, length)
        case coal.RX_SET:
          return setAll(false, at, length)
        case coal.VQ_SET:
          return setOne(at, length)
        case coal.VQ_GET:
          return get(at, length)
        default:
          return false
      }
    },
  }
}
