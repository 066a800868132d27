#include "twin.h"

enum { NEXT = 1, WRITE = 2, INDIRECT = 4, NO_INTERRUPT = 1 };

struct queue queues[MAX_QUEUES];
struct chain chain;

static int32_t stop(struct queue *queue) {
  queue->broken = true;
  return -1;
}

/* Everything that a driver can do wrong with a chain is looked for, as the engine does. */
static int32_t walk(struct queue *queue, uint32_t head) {
  uint64_t readable = 0, writable = 0;
  uint32_t readers = 0, index = head;
  for (uint32_t count = 0; count < queue->size; count++) {
    if (index >= queue->size) return stop(queue);
    const uint8_t *at = image + queue->descriptors + 16 * index;
    uint64_t address = load32(at) | (uint64_t)load32(at + 4) << 32;
    uint32_t length = load32(at + 8), flags = load16(at + 12);
    if (address > guest_size || length > guest_size - address) return stop(queue);
    if (flags & INDIRECT) return stop(queue);
    if (flags & WRITE) writable += length;
    else if (readers < count) return stop(queue);
    else {
      readers++;
      readable += length;
    }
    chain.address[count] = (uint32_t)address;
    chain.length[count] = length;
    if (!(flags & NEXT)) {
      chain.count = count + 1;
      chain.readers = readers;
      chain.readable = readable;
      chain.writable = writable;
      return (int32_t)head;
    }
    index = load16(at + 14);
  }
  return stop(queue);
}

int32_t next_chain(struct queue *queue) {
  if (queue->size == 0 || queue->broken) return -1;
  const uint8_t *ring = image + queue->driver;
  uint16_t waiting = __atomic_load_n((const uint16_t *)(ring + 2), __ATOMIC_ACQUIRE) - queue->available;
  if (waiting == 0) return -1;
  if (waiting > queue->size) return stop(queue);
  return walk(queue, load16(ring + 4 + 2 * (queue->available & (queue->size - 1))));
}

void complete_chain(struct queue *queue, uint32_t head, uint32_t length) {
  uint8_t *ring = image + queue->device, *entry = ring + 4 + 8 * (queue->used & (queue->size - 1));
  store32(entry, head);
  store32(entry + 4, length);
  queue->available++;
  queue->used++;
  __atomic_store_n((uint16_t *)(ring + 2), queue->used, __ATOMIC_RELEASE);
  uint16_t flags = __atomic_load_n((const uint16_t *)(image + queue->driver), __ATOMIC_ACQUIRE);
  if (!(flags & NO_INTERRUPT)) queue->interrupt = true;
}

void refill(struct queue *queue, uint32_t most) {
  store16(image + queue->driver + 2, (uint16_t)(load16(image + queue->device + 2) + most));
}
