/** On what strength a clause stands: written as a norm, written down, or only seen. */
export type Grade = 'normative' | 'documented' | 'observed'

/** What clauses stand on: a text, an implementation that others have to match, or ourselves. */
export interface Authority {
  /** What it is, for a reader who knows only its prefix. */
  readonly what: string
  /** The grade of its clauses, unless a clause says otherwise. */
  readonly grade: Grade
}

/** Every authority by its name, which is the prefix of its clause ids. Virtio's own ids carry none. */
export const authorities = {
  'virtio-v1.4-cs01': {
    what: 'Virtual I/O Device (VIRTIO) Version 1.4, Committee Specification 01',
    grade: 'normative',
  },
  'vhost-user': { what: 'the vhost-user protocol, as documented by QEMU', grade: 'documented' },
  'pcie-sriov': { what: 'PCI Express Base Specification, Single Root I/O Virtualization', grade: 'normative' },
  i82576: { what: 'Intel 82576 Gigabit Ethernet Controller, datasheet', grade: 'documented' },
  'linux-tun': { what: 'the tun and tap driver of Linux: its interface and what it does', grade: 'observed' },
  'linux-vhost': { what: 'vhost-net of Linux: its interface and what it does', grade: 'observed' },
  'ms-rss': {
    what: 'Microsoft receive side scaling, the origin of the Toeplitz hash and its vectors',
    grade: 'documented',
  },
  house: { what: 'invariants of ours, which no standard states and every user relies on', grade: 'documented' },
} as const satisfies Readonly<Record<string, Authority>>

/** The name of an authority. */
export type AuthorityName = keyof typeof authorities
/** An authority whose clause ids begin with its name. */
export type PrefixedAuthority = Exclude<AuthorityName, 'virtio-v1.4-cs01'>
