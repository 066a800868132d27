/**
 * Every array of the device, declared once. Why it is fast: a queue's numbers stand in columns of one buffer (struct of
 * arrays), so that a step touches a few cache lines and no object, and nothing is left for the garbage collector.
 *
 * Columns are read as `column[index] as number`: an index in range yields a number, which the compiler cannot know
 * (`noUncheckedIndexedAccess`), and a run-time default would hide an index out of range.
 */
const elements = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f64: Float64Array,
} as const

type ElementName = keyof typeof elements

/** How many elements each kind of column has: fixed when the device is opened. */
export interface Capacities {
  /** The device itself: 1. */
  readonly device: number
  /** Virtqueues, the control queue among them. */
  readonly queues: number
  /** Descriptors of the longest chain: the largest queue size. */
  readonly chain: number
  /** Entries of the indirection table. */
  readonly table: number
  /** Frames that wait between wire and device. */
  readonly backlog: number
}

interface Column<E extends ElementName> {
  readonly element: E
  /** Elements for each one of this, or elements as a number. */
  readonly capacity: keyof Capacities | number
  readonly unit: string
}

const column = <E extends ElementName>(element: E, capacity: keyof Capacities | number, unit: string): Column<E> => ({
  element,
  capacity,
  unit,
})

/** Bytes of Toeplitz input for which there are tables: two IPv6 addresses and two ports. */
export const hashInputLength = 36
/** Flows remembered by automatic receive steering, in sets of {@link flowWays}. */
export const flowCapacity = 4096
/** Flows that may share a set before the oldest is forgotten. */
export const flowWays = 4

/** Addresses that the filter table has room for. */
export const macCapacity = 64
/** VLAN ids there are. */
const vlanCount = 4096
/** One more than the greatest id of an RSS context that a device can be opened with. */
export const rssContextCapacity = 65

/** The columns by name. */
export const columns = {
  queueSize: column('u32', 'queues', 'entries; 0 while the queue is not enabled'),
  queueFault: column('u8', 'queues', 'code of fault.ts; 0 while the queue works'),
  queueKicked: column('u32', 'queues', 'set of queues that may hold chains nobody looked at, as of kicked.ts'),
  descriptorArea: column('u32', 'queues', 'address'),
  driverArea: column('u32', 'queues', 'address'),
  deviceArea: column('u32', 'queues', 'address'),
  availablePosition: column('u16', 'queues', 'free-running position; slot of a packed ring'),
  availableWrap: column('u8', 'queues', 'wrap counter of a packed ring, where descriptors are read'),
  usedPosition: column('u16', 'queues', 'free-running position; slot of a packed ring'),
  usedWrap: column('u8', 'queues', 'wrap counter of a packed ring, where used descriptors are written'),
  heldCount: column('u32', 'queues', 'chains put aside as used that the driver has not seen yet'),
  waitingCount: column('u32', 'queues', 'chains that waited when the first of those put aside was looked at'),
  interruptPending: column('u8', 'queues', 'boolean'),
  framesDone: column('f64', 'queues', 'frames placed or sent'),
  dropsNoBuffer: column('f64', 'queues', 'frames'),
  dropsTooLarge: column('f64', 'queues', 'frames'),
  dropsImpossible: column('f64', 'queues', 'frames that were to be segmented as nobody can'),
  segmentedBytes: column('u32', 'queues', 'bytes of the frame at hand that left in segments'),

  eventIndex: column('u8', 'device', 'boolean: used_event and avail_event say what to notify of'),
  inOrder: column('u8', 'device', 'boolean: chains are used in the order in which they became available'),
  notifications: column('f64', 'queues', 'available buffer notifications'),
  bytesDone: column('f64', 'queues', 'bytes of frames placed or sent'),
  interruptsSent: column('f64', 'queues', 'used buffer notifications'),
  dropsMalformed: column('f64', 'queues', 'frames whose descriptors broke the queue'),
  commandsDone: column('f64', 'device', 'control commands that were acknowledged'),
  commandsAccepted: column('f64', 'device', 'those of them with OK'),

  coalescedPackets: column('u32', 'queues', 'max_packets'),
  coalescedUsecs: column('u32', 'queues', 'max_usecs'),
  sidePackets: column('u32', 2, 'max_packets for all receive queues, and for all transmit queues'),
  sideUsecs: column('u32', 2, 'max_usecs likewise'),
  notifiedPosition: column('u16', 'queues', 'used position at the last notification'),
  heldUsecs: column('f64', 'queues', 'microseconds that a notification has been held back'),

  offloads: column('u32', 2, 'receive offloads in force: low word, high word'),
  tunnelTypes: column('u32', 'device', 'enabled_tunnel_types'),
  rssContexts: column('u8', rssContextCapacity, 'boolean: there is an RSS context with this id'),
  replyLength: column('u32', 'device', 'bytes of the reply to the command at hand'),

  deviceStatus: column('u8', 'device', 'bits of device_status'),
  configurationPending: column('u8', 'device', 'boolean'),
  offloadsChecksum: column('u8', 'device', 'boolean: CSUM was negotiated'),
  offloadsSegments: column('u8', 'device', 'bits of segmentable: what was negotiated'),
  headerLength: column('u32', 'device', 'bytes of virtio_net_hdr'),
  reportsHash: column('u8', 'device', 'boolean: virtio_net_hdr holds the hash'),
  offloadsTunnels: column('u8', 'device', 'what is segmented in UDP tunnels: bits of tunnelOffload'),
  mergesBuffers: column('u8', 'device', 'boolean: a frame may be spread over several receive buffers'),
  packedRings: column('u8', 'device', 'boolean: rings are packed'),
  indirectAllowed: column('u8', 'device', 'boolean: descriptors may refer to tables of descriptors'),
  dropsBacklog: column('f64', 'device', 'frames that found the backlog full, or were longer than it takes'),

  segmentAddress: column('u32', 'chain', 'address'),
  segmentLength: column('u32', 'chain', 'bytes'),
  segmentCount: column('u32', 'device', 'descriptors of the chain at hand'),
  readableCount: column('u32', 'device', 'descriptors, device-readable, which come first'),
  readableBytes: column('f64', 'device', 'bytes'),
  writableBytes: column('f64', 'device', 'bytes'),
  chainSlots: column('u32', 'device', 'slots of the packed ring that the chain at hand takes'),

  heldChain: column('u32', 'chain', 'head or buffer id'),
  heldLength: column('u32', 'chain', 'bytes written'),
  heldSlots: column('u32', 'chain', 'slots of the packed ring'),

  backlogFlags: column(
    'u8',
    'backlog',
    'NEEDS_CSUM where the frame in this slot is unfinished; then the columns below hold',
  ),
  backlogGso: column('u8', 'backlog', 'gso_type'),
  backlogHeaders: column('u16', 'backlog', 'hdr_len'),
  backlogSegment: column('u16', 'backlog', 'gso_size'),
  backlogStart: column('u16', 'backlog', 'csum_start'),
  backlogField: column('u16', 'backlog', 'csum_offset'),
  backlogOuter: column('u16', 'backlog', 'outer_th_offset'),
  backlogInner: column('u16', 'backlog', 'inner_nh_offset'),
  offloadFlags: column('u8', 'device', 'flags of the frame at hand'),
  offloadGso: column('u8', 'device', 'gso_type of the frame at hand'),
  offloadHeaders: column('u16', 'device', 'hdr_len of the frame at hand'),
  offloadSegment: column('u16', 'device', 'gso_size of the frame at hand'),
  offloadStart: column('u16', 'device', 'csum_start of the frame at hand'),
  offloadField: column('u16', 'device', 'csum_offset of the frame at hand'),
  offloadOuter: column('u16', 'device', 'outer_th_offset of the frame at hand'),
  offloadInner: column('u16', 'device', 'inner_nh_offset of the frame at hand'),
  completesChecksum: column('u8', 'device', 'boolean: the driver completes checksums, GUEST_CSUM'),
  receivesGso: column('u8', 'device', 'what the driver takes uncut, as bits of receive-offload.ts'),
  dropsUncut: column('f64', 'device', 'frames that were to be cut and that the driver does not take uncut'),
  backlogLength: column('u32', 'backlog', 'bytes of the frame in this slot'),

  frameFamily: column('u8', 'device', '0, 4 or 6: version of IP of the frame at hand'),
  frameProtocol: column('u8', 'device', '6 TCP, 17 UDP, 0 anything else'),
  frameExtended: column('u8', 'device', 'boolean: IPv6 with extension headers'),
  innerType: column('u16', 'device', 'EtherType of the packet inside the one at hand'),
  upperProtocol: column('u8', 'device', 'next header behind the extension headers; 59 if it cannot be had'),
  tuple: column('i32', 9, 'source, destination, ports as 32-bit words in network order'),
  homeTuple: column('i32', 9, 'as tuple, with home address and type 2 routing header'),

  hashTable: column('i32', hashInputLength * 256, 'Toeplitz hash of one byte at one place'),
  hashTypes: column('u32', 'device', 'enabled VIRTIO_NET_HASH_TYPE_* bits'),
  hashValue: column('u32', 'device', 'hash of the frame at hand'),
  hashReport: column('u32', 'device', 'VIRTIO_NET_HASH_REPORT_* of the frame at hand'),

  steersByTable: column('u8', 'device', 'boolean: receive-side scaling, else automatic receive steering'),
  activePairs: column('u32', 'device', 'queue pairs of automatic receive steering'),
  tableMask: column('u32', 'device', 'indirection_table_mask'),
  table: column('u16', 'table', 'pair'),
  unclassifiedPair: column('u16', 'device', 'pair'),

  filterFeatures: column('u8', 'device', 'bits: CTRL_RX, CTRL_VLAN, MTU negotiated'),
  rxModes: column('u8', 6, 'boolean, by the number of the command'),
  ownMac: column('u32', 2, 'four bytes and two of the address of the device'),
  macHigh: column('u32', macCapacity, 'first four bytes of an address'),
  macLow: column('u16', macCapacity, 'last two bytes of an address'),
  macCount: column('u16', 'device', 'addresses'),
  macOverflow: column('u8', 'device', 'boolean: more addresses than there is room for'),
  vlanBits: column('u32', vlanCount / 32, 'a bit a VLAN'),
  dropsFiltered: column('f64', 'device', 'frames'),

  learnsFlows: column('u8', 'device', 'boolean: automatic receive steering was negotiated'),
  flowTag: column('i32', flowCapacity, 'hash of the flow'),
  flowPair: column('u16', flowCapacity, 'pair plus 1; 0 for an empty place'),
  flowOldest: column('u8', flowCapacity / flowWays, 'place of the set to be overwritten next'),
} as const

type Columns = typeof columns

/** The columns as typed arrays over one buffer. */
export type Layout = { readonly [Name in keyof Columns]: InstanceType<(typeof elements)[Columns[Name]['element']]> }

const alignment = 8
const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment

/** Lays every column out over one buffer, each from a multiple of 8 bytes on. */
export function layOut(capacities: Capacities): Layout {
  const capacityOf = (of: keyof Capacities | number): number => (typeof of === 'number' ? of : capacities[of])
  const entries = Object.entries<Column<ElementName>>(columns)
  const bytes = entries.reduce(
    (sum, [, { element, capacity }]) => sum + aligned(capacityOf(capacity) * elements[element].BYTES_PER_ELEMENT),
    0,
  )
  const buffer = new ArrayBuffer(bytes)
  let offset = 0
  const arrays = entries.map(([name, { element, capacity }]) => {
    const array = new elements[element](buffer, offset, capacityOf(capacity))
    offset += aligned(array.byteLength)
    return [name, array] as const
  })
  return Object.fromEntries(arrays) as Layout // built from the very keys and element types that make up `Layout`
}

/** Sets every column to zero. */
export function clear(layout: Layout): void {
  new Uint8Array(layout.queueSize.buffer).fill(0)
}

/** Adds to a counter. */
export function add(counters: Float64Array, index: number, amount: number): void {
  counters[index] = (counters[index] as number) + amount
}

/** Adds one to a counter. */
export function count(counters: Float64Array, index: number): void {
  counters[index] = (counters[index] as number) + 1
}
