/* What the parts of the twin share: the image (guest memory first, the wire's frames behind it), queues, and time. */
#ifndef TWIN_H
#define TWIN_H
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { MAX_QUEUES = 544, MAX_SEGMENTS = 1024, KEY_BYTES = 40, HASH_INPUT_BYTES = 36 };

/* A split virtqueue: addresses in guest memory, free-running positions. */
struct queue {
  uint32_t size, descriptors, driver, device;
  uint16_t available, used;
  bool broken, interrupt;
};

/* The chain that was walked last: device-readable segments first. */
struct chain {
  uint32_t address[MAX_SEGMENTS], length[MAX_SEGMENTS];
  uint32_t count, readers;
  uint64_t readable, writable;
};

extern uint8_t *image;
extern uint32_t guest_size;
extern struct queue queues[MAX_QUEUES];
extern struct chain chain;
extern uint8_t hash_key[KEY_BYTES];

static inline uint16_t load16(const uint8_t *at) { uint16_t v; memcpy(&v, at, 2); return v; }
static inline uint32_t load32(const uint8_t *at) { uint32_t v; memcpy(&v, at, 4); return v; }
static inline void store16(uint8_t *at, uint16_t v) { memcpy(at, &v, 2); }
static inline void store32(uint8_t *at, uint32_t v) { memcpy(at, &v, 4); }
static inline uint16_t load16be(const uint8_t *at) { return __builtin_bswap16(load16(at)); }

/* Nanoseconds of a clock that only goes forward. */
uint64_t now(void);

/* Toeplitz: bit by bit, and by a table of 256 words for each byte of input. */
void set_key(uint32_t at);
uint32_t hash_bits(const uint8_t *input, unsigned length);
uint32_t hash_bytes(const uint8_t *input, unsigned length);

/* The next chain's head, or -1: none, or the driver broke the queue. Then the chain is given back as used. */
int32_t next_chain(struct queue *queue);
void complete_chain(struct queue *queue, uint32_t head, uint32_t length);
/* Makes as many chains available as are free, up to `most` in all: the heads stand in the ring already. */
void refill(struct queue *queue, uint32_t most);

void configure_steering(uint32_t table, uint32_t mask, uint32_t unclassified);
void receive_frame(const uint8_t *frame, uint32_t length, uint32_t header);
/* Sends the next frame of a queue; whether it had one. */
bool transmit_frame(struct queue *queue, uint32_t header);
/* Where sent frames go: nowhere, unless they are to be remembered. */
void ignore(const uint8_t *frame, uint32_t length);
extern void (*volatile sink)(const uint8_t *frame, uint32_t length);
#endif
