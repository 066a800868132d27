import { closeSync, constants, openSync } from 'node:fs'
import { interfaceRequest, numberIn } from './interface-request.ts'
import type { SystemCalls } from './syscall.ts'

const TUNSETIFF = 0x4004_54ca
const IFF_TAP = 0x0002
const IFF_NO_PI = 0x1000
const IFF_VNET_HDR = 0x4000
const IFF_MULTI_QUEUE = 0x0100

const SIOCSIFFLAGS = 0x8914
const SIOCSIFMTU = 0x8922
const SIOCSIFTXQLEN = 0x8943
const SIOCGIFINDEX = 0x8933
const IFF_UP = 0x1
const IFF_NOARP = 0x80

const AF_INET = 2
const SOCK_DGRAM = 2
const SOCK_CLOEXEC = 0o2000000

/** The largest MTU of a tap: 65535 bytes of frame without the Ethernet header. */
const largestMtu = 65521

/** A tap device with several queues, each behind a descriptor of its own. */
export interface Tap {
  /** One a queue, in the kernel's order, non-blocking. Whoever holds them reads and writes frames behind a virtio_net_hdr. */
  readonly queues: readonly number[]
  /** The interface's index in its namespace. */
  readonly index: number
  /** Frames that wait in each queue before the kernel drops. */
  readonly room: number
}

/**
 * Creates a multi-queue tap in the present network namespace and brings it up, without ARP, taking the largest frames. It is
 * gone when the last of its descriptors is closed. Needs CAP_NET_ADMIN and /dev/net/tun.
 */
export function openTap(system: SystemCalls, queues: number, room = 1000): Tap {
  const name = 'tap0'
  const opened: number[] = []
  try {
    for (let queue = 0; queue < queues; queue++) {
      const descriptor = openSync('/dev/net/tun', constants.O_RDWR | constants.O_NONBLOCK)
      opened.push(descriptor)
      const flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | IFF_MULTI_QUEUE
      system.ioctl(descriptor, TUNSETIFF, interfaceRequest(name, flags, 2))
      if (queue === 0) configure(system, name, room)
    }
    return { queues: opened, index: indexOf(system, name), room }
  } catch (error) {
    for (const descriptor of opened) closeSync(descriptor)
    throw error
  }
}

function configure(system: SystemCalls, name: string, room: number): void {
  withSocket(system, (socket) => {
    system.ioctl(socket, SIOCSIFTXQLEN, interfaceRequest(name, room, 4))
    system.ioctl(socket, SIOCSIFMTU, interfaceRequest(name, largestMtu, 4))
    system.ioctl(socket, SIOCSIFFLAGS, interfaceRequest(name, IFF_UP | IFF_NOARP, 2))
  })
}

function indexOf(system: SystemCalls, name: string): number {
  const request = interfaceRequest(name, 0, 4)
  withSocket(system, (socket) => system.ioctl(socket, SIOCGIFINDEX, request))
  return numberIn(request, 4)
}

function withSocket(system: SystemCalls, work: (socket: number) => void): void {
  const socket = system.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)
  try {
    work(socket)
  } finally {
    system.close(socket)
  }
}
