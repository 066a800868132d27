import { type Bytes, lengthOf, sliceOf } from '../kernel/bytes.ts'
import { ETHERNET_HEADER_SIZE } from '../wire/ethernet.ts'
import type { TunFile, UserTeaches, UserWrites } from './action.ts'
import { has } from './flag.ts'
import { flowKeyOf } from './flow-key.ts'
import { taught } from './flow-table.ts'
import { numberedPacket } from './numbered-packet.ts'
import { fails, type Outcome, succeeds } from './outcome.ts'
import { headersOf } from './request.ts'
import type { TunDevice, TunState } from './state.ts'

/** write(2): `tun_chr_write_iter`, `tun_get_user`, its checks in order. A detached file writes as well, and teaches nothing. */
export function writing(state: TunState, { file, bytes }: UserWrites): Outcome {
  const { device } = state
  if (state.files[file] === 'unattached' || device === undefined)
    return fails(state, 'EBADFD', 'linux-tun.file.unattached')
  const { information, header } = headersOf(device)
  const headers = information + header
  if (lengthOf(bytes) < headers) return fails(state, 'EINVAL', 'linux-tun.write.short')
  const frame = sliceOf(bytes, headers)
  const needed = header === 0 ? 0 : headerLengthOf(sliceOf(bytes, information, headers))
  if (needed > lengthOf(frame)) return fails(state, 'EINVAL', 'linux-tun.write.header-length')
  const isTap = !has(device.flags, 'IFF_TUN')
  if (isTap && (lengthOf(frame) < ETHERNET_HEADER_SIZE || (needed > 0 && needed < ETHERNET_HEADER_SIZE)))
    return fails(state, 'EINVAL', 'linux-tun.write.runt')
  if (!device.up) return fails(state, 'EIO', 'linux-tun.write.down')
  const next = { ...learning(state, device, file, [flowKeyOf(frame)]), emitting: [...state.emitting, frame] }
  return succeeds(next, 'linux-tun.write.taken', lengthOf(bytes))
}

const NEEDS_CSUM = 1
const numberAt = (header: Bytes, at: number): number =>
  Number.parseInt(header.slice(at * 2 + 2, at * 2 + 4) + header.slice(at * 2, at * 2 + 2), 16)

/** `hdr_len` of a virtio_net_hdr, raised to what a checksum to be completed needs. */
function headerLengthOf(header: Bytes): number {
  const [length, start, offset] = [numberAt(header, 2), numberAt(header, 6), numberAt(header, 8)]
  const isToComplete = (Number.parseInt(header.slice(0, 2), 16) & NEEDS_CSUM) !== 0
  return isToComplete ? Math.max(length, start + offset + 2) : length
}

/** The state once flows were taught by a file: `tun_flow_update`, where there is more than one queue and the file has one. */
function learning(state: TunState, device: TunDevice, file: TunFile, keys: readonly string[]): TunState {
  const slot = device.slots.indexOf(file)
  if (slot < 0 || device.slots.length < 2) return state
  return { ...state, device: { ...device, flows: taught(device.flows, keys, slot, state.now) } }
}

/** Writes a packet of each of some flows: as so many calls of write(2). */
export function teaching(state: TunState, { file, first, count }: UserTeaches): Outcome {
  const { device } = state
  if (state.files[file] === 'unattached' || device === undefined)
    return fails(state, 'EBADFD', 'linux-tun.file.unattached')
  if (!device.up) return fails(state, 'EIO', 'linux-tun.write.down')
  const keys = Array.from({ length: count }, (_, index) => flowKeyOf(numberedPacket(first + index, 0)))
  return succeeds(learning(state, device, file, keys), 'linux-tun.write.taken', count)
}
