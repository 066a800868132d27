/** `ack`: the command succeeded. */
export const VIRTIO_NET_OK = 0
/** `ack`: the command failed. */
export const VIRTIO_NET_ERR = 1

/** Class: receive filters by kind of address. */
export const VIRTIO_NET_CTRL_RX = 0
/** Receive everything, or not. */
export const VIRTIO_NET_CTRL_RX_PROMISC = 0
/** Receive all multicast frames, or not. */
export const VIRTIO_NET_CTRL_RX_ALLMULTI = 1
/** Receive all unicast frames, or not. */
export const VIRTIO_NET_CTRL_RX_ALLUNI = 2
/** Receive no multicast frames, or do. */
export const VIRTIO_NET_CTRL_RX_NOMULTI = 3
/** Receive no unicast frames, or do. */
export const VIRTIO_NET_CTRL_RX_NOUNI = 4
/** Receive no broadcast frames, or do. */
export const VIRTIO_NET_CTRL_RX_NOBCAST = 5

/** Class: receive filters by address. */
export const VIRTIO_NET_CTRL_MAC = 1
/** Sets the unicast and the multicast table. */
export const VIRTIO_NET_CTRL_MAC_TABLE_SET = 0
/** Sets the default address. */
export const VIRTIO_NET_CTRL_MAC_ADDR_SET = 1

/** Class: receive filters by VLAN. */
export const VIRTIO_NET_CTRL_VLAN = 2
/** Adds a VLAN to the table. */
export const VIRTIO_NET_CTRL_VLAN_ADD = 0
/** Takes a VLAN out of the table. */
export const VIRTIO_NET_CTRL_VLAN_DEL = 1

/** Class: gratuitous packets. */
export const VIRTIO_NET_CTRL_ANNOUNCE = 3
/** The driver saw the request to announce itself. */
export const VIRTIO_NET_CTRL_ANNOUNCE_ACK = 0

/** Class: multiqueue modes and hashing. */
export const VIRTIO_NET_CTRL_MQ = 4
/** Automatic receive steering over some pairs. */
export const VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET = 0
/** Configurable receive steering. */
export const VIRTIO_NET_CTRL_MQ_RSS_CONFIG = 1
/** Configurable hash calculation. */
export const VIRTIO_NET_CTRL_MQ_HASH_CONFIG = 2
/** The smallest `virtqueue_pairs`. */
export const VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MIN = 1
/** The largest `virtqueue_pairs`. */
export const VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MAX = 0x8000

/** Class: receive offloads. */
export const VIRTIO_NET_CTRL_GUEST_OFFLOADS = 5
/** Sets the receive offloads in force. */
export const VIRTIO_NET_CTRL_GUEST_OFFLOADS_SET = 0

/** Class: notification coalescing. */
export const VIRTIO_NET_CTRL_NOTF_COAL = 6
/** Sets it for all transmit queues. */
export const VIRTIO_NET_CTRL_NOTF_COAL_TX_SET = 0
/** Sets it for all receive queues. */
export const VIRTIO_NET_CTRL_NOTF_COAL_RX_SET = 1
/** Sets it for one queue. */
export const VIRTIO_NET_CTRL_NOTF_COAL_VQ_SET = 2
/** Asks for it of one queue. */
export const VIRTIO_NET_CTRL_NOTF_COAL_VQ_GET = 3

/** Class: inner header hash. */
export const VIRTIO_NET_CTRL_HASH_TUNNEL = 7
/** Sets the encapsulations whose inner header is hashed. */
export const VIRTIO_NET_CTRL_HASH_TUNNEL_SET = 0

/** Class: statistics. */
export const VIRTIO_NET_CTRL_STATS = 8
/** Asks which statistics there are. */
export const VIRTIO_NET_CTRL_STATS_QUERY = 0
/** Asks for statistics of queues. */
export const VIRTIO_NET_CTRL_STATS_GET = 1

/** Class: RSS contexts. */
export const VIRTNET_RSS_CTX_CTRL = 9
/** Asks how many contexts there may be. */
export const VIRTNET_RSS_CTX_CTRL_CAP_GET = 0
/** Adds a context. */
export const VIRTNET_RSS_CTX_CTRL_ADD = 1
/** Changes a context. */
export const VIRTNET_RSS_CTX_CTRL_MOD = 2
/** Deletes a context. */
export const VIRTNET_RSS_CTX_CTRL_DEL = 3

/** Bytes of `class` and `command`, before `command-specific-data`. */
export const CONTROL_HEADER_SIZE = 2
