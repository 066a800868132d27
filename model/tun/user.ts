import { lengthOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { ETHERNET_HEADER_SIZE } from '../wire/ethernet.ts'
import type { TunStimulus, WireArrives } from './action.ts'
import { has } from './flag.ts'
import type { TunState } from './state.ts'

/** The party of a stimulus. */
type Stimulating = 'user' | 'admin' | 'wire' | 'time'
const partyOf = (stimulus: TunStimulus): Stimulating => stimulus.kind.split('.')[0] as Stimulating // so kinds are made

/** What cannot be done in a state: a call on a file that is not open, or something to a device that is not there. */
export function faultsOfDoing(state: TunState, stimulus: TunStimulus): readonly Fault[] {
  const words = impossible(state, stimulus)
  return words === undefined ? [] : [refusal(partyOf(stimulus), ['linux-tun.plan.possible'], words)]
}

function impossible(state: TunState, stimulus: TunStimulus): string | undefined {
  if (state.answer !== undefined) return 'a call has not returned'
  if (stimulus.kind === 'time.passes') return undefined
  if ('file' in stimulus) {
    const phase = state.files[stimulus.file]
    if (phase === undefined) return `file ${stimulus.file}: there are ${state.files.length}`
    const isOpen = phase !== 'closed'
    return isOpen === (stimulus.kind === 'user.opens') ? `file ${stimulus.file} is ${phase}` : undefined
  }
  if (state.device === undefined) return 'there is no device'
  if (stimulus.kind === 'wire.arrives') return notToBeSent(state, stimulus)
  // Packets that do not fit any more would be lost, and which those are depends on where they are.
  return stimulus.kind === 'admin.limits' && state.device.pending.length > 0 ? 'packets wait' : undefined
}

/** Packets are told apart by their bytes, and are frames. */
function notToBeSent({ device }: TunState, { bytes }: WireArrives): string | undefined {
  if (device === undefined || has(device.flags, 'IFF_TUN')) return 'the device takes no frames'
  if (lengthOf(bytes) < ETHERNET_HEADER_SIZE) return 'a frame has a header'
  return device.pending.some((one) => one.bytes === bytes) ? 'the same frame was sent already' : undefined
}
