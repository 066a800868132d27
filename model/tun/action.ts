import type { Bytes } from '../kernel/bytes.ts'
import type { DeviceFails } from '../kernel/failure.ts'
import type { DeviceRests } from '../kernel/rest.ts'
import type { Errno } from './errno.ts'

/** A file that a plan opens on /dev/net/tun, by a number of the plan's own. */
export type TunFile = number

/**
 * The name given to TUNSETIFF: that of the device under test, which the call makes if it is not there, or that of the loopback
 * device of the namespace, which is no tun.
 */
export type TunName = 'device' | 'loopback'

/** An ioctl beside TUNSETIFF and TUNSETQUEUE. `unknown` has a number that none has. */
export type TunRequest =
  | 'TUNGETFEATURES'
  | 'TUNGETIFF'
  | 'TUNSETNOCSUM'
  | 'TUNSETPERSIST'
  | 'TUNSETOWNER'
  | 'TUNSETGROUP'
  | 'TUNSETLINK'
  | 'TUNSETIFINDEX'
  | 'TUNSETOFFLOAD'
  | 'TUNGETVNETHDRSZ'
  | 'TUNSETVNETHDRSZ'
  | 'TUNGETSNDBUF'
  | 'TUNSETSNDBUF'
  | 'TUNGETVNETLE'
  | 'TUNSETVNETLE'
  | 'TUNSETCARRIER'
  | 'TUNSETSTEERINGEBPF'
  | 'TUNSETFILTEREBPF'
  | 'unknown'

/** Opens /dev/net/tun, non-blocking. */
export interface UserOpens {
  readonly kind: 'user.opens'
  readonly file: TunFile
}
/** Closes the file. */
export interface UserCloses {
  readonly kind: 'user.closes'
  readonly file: TunFile
}
/** TUNSETIFF. */
export interface UserAttaches {
  readonly kind: 'user.attaches'
  readonly file: TunFile
  readonly name: TunName
  /** `ifr_flags`, 16 bits. */
  readonly flags: number
}
/** TUNSETQUEUE. */
export interface UserSwitches {
  readonly kind: 'user.switches'
  readonly file: TunFile
  /** `ifr_flags`, 16 bits. */
  readonly flags: number
}
/** Any other ioctl; the number is its argument, or stands where its argument points. */
export interface UserRequests {
  readonly kind: 'user.requests'
  readonly file: TunFile
  readonly request: TunRequest
  /** From -2³¹ to 2³¹ - 1. */
  readonly value: number
}
/** write(2) of these bytes: headers, if the device has any, and a frame. */
export interface UserWrites {
  readonly kind: 'user.writes'
  readonly file: TunFile
  readonly bytes: Bytes
}
/** Writes one packet of each of so many numbered flows, behind a header of zeros: see `numberedPacket`. */
export interface UserTeaches {
  readonly kind: 'user.teaches'
  readonly file: TunFile
  readonly first: number
  readonly count: number
}
/** read(2) into a buffer of so many bytes. */
export interface UserReads {
  readonly kind: 'user.reads'
  readonly file: TunFile
  readonly room: number
}
/** read(2) into a buffer that is large enough, again and again until it fails. */
export interface UserEmpties {
  readonly kind: 'user.empties'
  readonly file: TunFile
}
/** The interface is brought up or down. */
export interface AdminLinks {
  readonly kind: 'admin.links'
  readonly up: boolean
}
/** `txqueuelen` of the interface: the packets that each queue holds. */
export interface AdminLimits {
  readonly kind: 'admin.limits'
  readonly length: number
}
/** A packet is sent out of the interface: towards the files. */
export interface WireArrives {
  readonly kind: 'wire.arrives'
  /** A number of the plan's own. */
  readonly frame: number
  readonly bytes: Bytes
}
/** At least so much time passes. */
export interface TimePasses {
  readonly kind: 'time.passes'
  /** Milliseconds. */
  readonly time: number
}
/** A call returns: `none`, or its error. Answers every call but a read(2) that finds a packet. */
export interface DeviceReturns {
  readonly kind: 'device.returns'
  readonly error: Errno | 'none'
  /** What write(2) or the ioctl returned, or what stands where its argument pointed; 0 where nothing is returned. */
  readonly value: number
}
/** read(2) returns these bytes. */
export interface DeviceDelivers {
  readonly kind: 'device.delivers'
  readonly file: TunFile
  readonly bytes: Bytes
}
/** The packet that was just sent was not taken. */
export interface DeviceDrops {
  readonly kind: 'device.drops'
  readonly frame: number
}
/** A packet that was written comes into the host, without its headers. */
export interface DeviceEmits {
  readonly kind: 'device.emits'
  readonly bytes: Bytes
}

/** Calls: each is answered at once. */
export type TunCall =
  | UserOpens
  | UserCloses
  | UserAttaches
  | UserSwitches
  | UserRequests
  | UserWrites
  | UserTeaches
  | UserReads
  | UserEmpties
/** What is done to a tun device. */
export type TunStimulus = TunCall | AdminLinks | AdminLimits | WireArrives | TimePasses
/** What is seen of it, beside what is seen of every device. */
export type TunObservation = DeviceReturns | DeviceDelivers | DeviceDrops | DeviceEmits
/** Everything that happens to and in it. */
export type TunAction = TunStimulus | TunObservation | DeviceFails | DeviceRests
