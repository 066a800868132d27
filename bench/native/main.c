/*
 * The twin: reads commands from standard input, one a line, and answers each with one line. What takes time answers with its
 * nanoseconds. Addresses are offsets in the image.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "twin.h"

uint8_t *image;
uint32_t guest_size;
static uint32_t image_size, sent = 0x811c9dc5u;

uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* FNV-1a. */
static uint32_t digest(uint32_t hash, const uint8_t *bytes, uint32_t length) {
  for (uint32_t at = 0; at < length; at++) hash = (hash ^ bytes[at]) * 0x01000193u;
  return hash;
}

static void remember(const uint8_t *frame, uint32_t length) { sent = digest(sent, frame, length); }

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(2);
  fseek(file, 0, SEEK_END);
  image_size = (uint32_t)ftell(file);
  rewind(file);
  free(image);
  sent = 0x811c9dc5u;
  image = aligned_alloc(64, (image_size + 4096u + 63u) / 64u * 64u);
  if (!image || fread(image, 1, image_size, file) != image_size) exit(2);
  fclose(file);
  memset(queues, 0, sizeof queues);
}

static void hash_all(bool by_bits, uint32_t at, uint32_t count, uint32_t length, uint32_t out, uint32_t times) {
  for (uint32_t time = 0; time < times; time++)
    for (uint32_t nth = 0; nth < count; nth++) {
      const uint8_t *input = image + at + nth * HASH_INPUT_BYTES;
      store32(image + out + 4 * nth, by_bits ? hash_bits(input, length) : hash_bytes(input, length));
    }
}

static void walk_all(struct queue *queue, uint32_t batch, uint32_t times) {
  for (uint32_t time = 0; time < times; time++) {
    refill(queue, batch);
    for (int32_t head; (head = next_chain(queue)) >= 0;) complete_chain(queue, (uint32_t)head, (uint32_t)chain.writable);
  }
}

static void receive_all(uint32_t at, uint32_t count, uint32_t length, uint32_t header, uint32_t times) {
  for (uint32_t time = 0; time < times; time++) {
    for (uint32_t queue = 0; queue < MAX_QUEUES; queue += 2)
      if (queues[queue].size) refill(&queues[queue], queues[queue].size);
    for (uint32_t nth = 0; nth < count; nth++) receive_frame(image + at + nth * length, length, header);
  }
}

static void transmit_all(struct queue *queue, uint32_t batch, uint32_t header, uint32_t times) {
  for (uint32_t time = 0; time < times; time++) {
    refill(queue, batch);
    while (transmit_frame(queue, header));
  }
}

static bool perform(const char *line) {
  char word[16], path[4096];
  unsigned a = 0, b = 0, c = 0, d = 0, e = 0;
  if (sscanf(line, "load %4095s %u", path, &guest_size) == 2) load(path);
  else if (sscanf(line, "queue %u %u %u %u %u", &a, &b, &c, &d, &e) == 5 && a < MAX_QUEUES)
    queues[a] = (struct queue){ .size = b, .descriptors = c, .driver = d, .device = e };
  else if (sscanf(line, "key %u", &a) == 1) set_key(a);
  else if (sscanf(line, "steer %u %u %u", &a, &b, &c) == 3) configure_steering(a, b, c);
  else if (sscanf(line, "hash %15s %u %u %u %u %u", word, &a, &b, &c, &d, &e) == 6)
    hash_all(strcmp(word, "bits") == 0, a, b, c, d, e);
  else if (sscanf(line, "walk %u %u %u", &a, &b, &c) == 3 && a < MAX_QUEUES) walk_all(&queues[a], b, c);
  else if (sscanf(line, "receive %u %u %u %u %u", &a, &b, &c, &d, &e) == 5) receive_all(a, b, c, d, e);
  else if (sscanf(line, "transmit %u %u %u %u", &a, &b, &c, &d) == 4 && a < MAX_QUEUES)
    transmit_all(&queues[a], b, c, d);
  else if (strncmp(line, "remember", 8) == 0) sink = remember;
  else if (strncmp(line, "forget", 6) == 0) sink = ignore;
  else return false;
  return true;
}

int main(void) {
  char line[8192];
  unsigned at, length;
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "digest %u %u", &at, &length) == 2) printf("%u\n", digest(digest(0x811c9dc5u, image + at, length), (uint8_t *)&sent, 4));
    else {
      uint64_t start = now();
      bool known = perform(line);
      if (known) printf("%llu\n", (unsigned long long)(now() - start));
      else printf("unknown\n");
    }
    fflush(stdout);
  }
  return 0;
}
