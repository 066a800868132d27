/** The errors that calls on a file of tun end with, by their names. */
export const errnos = [
  'EPERM',
  'EIO',
  'E2BIG',
  'EAGAIN',
  'EBADF',
  'EBUSY',
  'EEXIST',
  'EFAULT',
  'EINVAL',
  'EBADFD',
  'ENODEV',
] as const

/** The name of an error. */
export type Errno = (typeof errnos)[number]
