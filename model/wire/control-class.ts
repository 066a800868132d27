/** `ack`: the command succeeded. */
export const VIRTIO_NET_OK = 0
/** `ack`: the command failed. */
export const VIRTIO_NET_ERR = 1

/** `class` of `struct virtio_net_ctrl`, and under each the values of `command`. */
export const VIRTIO_NET_CTRL_RX = 0
export const VIRTIO_NET_CTRL_RX_PROMISC = 0
export const VIRTIO_NET_CTRL_RX_ALLMULTI = 1
export const VIRTIO_NET_CTRL_RX_ALLUNI = 2
export const VIRTIO_NET_CTRL_RX_NOMULTI = 3
export const VIRTIO_NET_CTRL_RX_NOUNI = 4
export const VIRTIO_NET_CTRL_RX_NOBCAST = 5

export const VIRTIO_NET_CTRL_MAC = 1
export const VIRTIO_NET_CTRL_MAC_TABLE_SET = 0
export const VIRTIO_NET_CTRL_MAC_ADDR_SET = 1

export const VIRTIO_NET_CTRL_VLAN = 2
export const VIRTIO_NET_CTRL_VLAN_ADD = 0
export const VIRTIO_NET_CTRL_VLAN_DEL = 1

export const VIRTIO_NET_CTRL_ANNOUNCE = 3
export const VIRTIO_NET_CTRL_ANNOUNCE_ACK = 0

export const VIRTIO_NET_CTRL_MQ = 4
export const VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET = 0
export const VIRTIO_NET_CTRL_MQ_RSS_CONFIG = 1
export const VIRTIO_NET_CTRL_MQ_HASH_CONFIG = 2
/** Bounds of `virtqueue_pairs`. */
export const VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MIN = 1
export const VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MAX = 0x8000

export const VIRTIO_NET_CTRL_GUEST_OFFLOADS = 5
export const VIRTIO_NET_CTRL_GUEST_OFFLOADS_SET = 0

export const VIRTIO_NET_CTRL_NOTF_COAL = 6
export const VIRTIO_NET_CTRL_NOTF_COAL_TX_SET = 0
export const VIRTIO_NET_CTRL_NOTF_COAL_RX_SET = 1
export const VIRTIO_NET_CTRL_NOTF_COAL_VQ_SET = 2
export const VIRTIO_NET_CTRL_NOTF_COAL_VQ_GET = 3

export const VIRTIO_NET_CTRL_HASH_TUNNEL = 7
export const VIRTIO_NET_CTRL_HASH_TUNNEL_SET = 0

export const VIRTIO_NET_CTRL_STATS = 8
export const VIRTIO_NET_CTRL_STATS_QUERY = 0
export const VIRTIO_NET_CTRL_STATS_GET = 1

/** Bytes of `class` and `command`, before `command-specific-data`. */
export const CONTROL_HEADER_SIZE = 2
