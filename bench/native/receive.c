#include "twin.h"

/* Header offsets and hash types as the specification numbers them. */
enum { NUM_BUFFERS = 10, HASH_VALUE = 12, HASH_REPORT = 16, HASHED_HEADER = 20 };
enum { NONE = 0, IPV4 = 1, TCPV4 = 2, UDPV4 = 3, IPV6 = 4, TCPV6 = 5, UDPV6 = 6 };
enum { TCP = 6, UDP = 17 };

static uint32_t table_at, table_mask, unclassified_pair;

void configure_steering(uint32_t table, uint32_t mask, uint32_t unclassified) {
  table_at = table;
  table_mask = mask;
  unclassified_pair = unclassified;
}

static bool has_ports(uint8_t protocol, const uint8_t *at, const uint8_t *end) {
  return (protocol == TCP && at + 20 <= end) || (protocol == UDP && at + 8 <= end);
}

static uint32_t hashed(const uint8_t *addresses, unsigned length, const uint8_t *ports, uint32_t *value) {
  uint8_t input[HASH_INPUT_BYTES];
  memcpy(input, addresses, length);
  if (ports) memcpy(input + length, ports, 4);
  *value = hash_bytes(input, length + (ports ? 4 : 0));
  return 0;
}

/* The hash type that applies, and the hash. IPv6 extension headers are not walked: there are none among the frames. */
static uint32_t hash_frame(const uint8_t *frame, uint32_t length, uint32_t *value) {
  *value = 0;
  if (length < 14) return NONE;
  const uint8_t *at = frame + 14, *end = frame + length;
  uint16_t type = load16be(frame + 12);
  while ((type == 0x8100 || type == 0x88a8) && at + 4 <= end) {
    type = load16be(at + 2);
    at += 4;
  }
  if (type == 0x0800) {
    uint32_t header = (at[0] & 15) * 4;
    if (at + 20 > end || at[0] >> 4 != 4 || header < 20 || at + header > end) return NONE;
    const uint8_t *packet_end = at + load16be(at + 2);
    bool fragment = (load16be(at + 6) & 0x3fff) != 0;
    bool ports = !fragment && has_ports(at[9], at + header, packet_end < end ? packet_end : end);
    hashed(at + 12, 8, ports ? at + header : 0, value);
    return !ports ? IPV4 : at[9] == TCP ? TCPV4 : UDPV4;
  }
  if (type == 0x86dd) {
    if (at + 40 > end || at[0] >> 4 != 6) return NONE;
    const uint8_t *packet_end = at + 40 + load16be(at + 4);
    bool ports = has_ports(at[6], at + 40, packet_end < end ? packet_end : end);
    hashed(at + 8, 32, ports ? at + 40 : 0, value);
    return !ports ? IPV6 : at[6] == TCP ? TCPV6 : UDPV6;
  }
  return NONE;
}

/* Copies into the chain at hand from its byte `done` on; what was copied before is skipped. */
static void scatter(const uint8_t *from, uint32_t length, uint32_t done) {
  for (uint32_t segment = 0; length > 0; segment++) {
    uint32_t room = chain.length[segment];
    if (done >= room) {
      done -= room;
      continue;
    }
    uint32_t part = room - done < length ? room - done : length;
    memcpy(image + chain.address[segment] + done, from, part);
    from += part;
    length -= part;
    done = 0;
  }
}

void receive_frame(const uint8_t *frame, uint32_t length, uint32_t header) {
  uint32_t value, report = hash_frame(frame, length, &value);
  uint32_t pair = report == NONE ? unclassified_pair : load16(image + table_at + 2 * (value & table_mask));
  struct queue *queue = &queues[2 * pair];
  int32_t head = next_chain(queue);
  if (head < 0 || chain.readers != 0 || chain.writable < header + length) return;
  uint8_t bytes[HASHED_HEADER] = { 0 };
  store16(bytes + NUM_BUFFERS, 1);
  store32(bytes + HASH_VALUE, value);
  store16(bytes + HASH_REPORT, (uint16_t)report);
  scatter(bytes, header, 0);
  scatter(frame, length, header);
  complete_chain(queue, (uint32_t)head, header + length);
}
