/** The flags of TUNSETIFF and TUNSETQUEUE: `linux/if_tun.h`. */
export const tunFlag = {
  IFF_TUN: 0x0001,
  IFF_TAP: 0x0002,
  IFF_NAPI: 0x0010,
  IFF_NAPI_FRAGS: 0x0020,
  IFF_NO_CARRIER: 0x0040,
  IFF_MULTI_QUEUE: 0x0100,
  IFF_ATTACH_QUEUE: 0x0200,
  IFF_DETACH_QUEUE: 0x0400,
  IFF_PERSIST: 0x0800,
  IFF_NO_PI: 0x1000,
  IFF_ONE_QUEUE: 0x2000,
  IFF_VNET_HDR: 0x4000,
  IFF_TUN_EXCL: 0x8000,
} as const

/** What a device takes over from the call that creates it, or that attaches its first queue: `TUN_FEATURES`. */
export const featureFlags =
  tunFlag.IFF_NO_PI |
  tunFlag.IFF_ONE_QUEUE |
  tunFlag.IFF_VNET_HDR |
  tunFlag.IFF_MULTI_QUEUE |
  tunFlag.IFF_NAPI |
  tunFlag.IFF_NAPI_FRAGS

/** The queues that a device has at most, disabled ones counted: `MAX_TAP_QUEUES`. */
export const mostQueues = 256

/** Whether a flag is set. */
export const has = (flags: number, flag: keyof typeof tunFlag): boolean => (flags & tunFlag[flag]) !== 0

/** The names of the flags that are set, joined; `0` where none is. */
export function flagWords(flags: number): string {
  const names = Object.entries(tunFlag).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]))
  return names.join('|') || '0'
}
