#include "twin.h"

uint8_t hash_key[KEY_BYTES];
static uint32_t table[HASH_INPUT_BYTES][256];

/* One bit of the input after the other, the window of the key moving along. */
uint32_t hash_bits(const uint8_t *input, unsigned length) {
  uint32_t window = (uint32_t)hash_key[0] << 24 | (uint32_t)hash_key[1] << 16 | (uint32_t)hash_key[2] << 8 | hash_key[3];
  uint32_t hash = 0;
  for (unsigned byte = 0; byte < length; byte++) {
    uint8_t coming = byte + 4 < KEY_BYTES ? hash_key[byte + 4] : 0;
    for (unsigned bit = 0; bit < 8; bit++) {
      hash ^= window & -(uint32_t)(input[byte] >> (7 - bit) & 1);
      window = window << 1 | (coming >> (7 - bit) & 1);
    }
  }
  return hash;
}

void set_key(uint32_t at) {
  memcpy(hash_key, image + at, KEY_BYTES);
  uint8_t input[HASH_INPUT_BYTES] = { 0 };
  for (unsigned place = 0; place < HASH_INPUT_BYTES; place++) {
    for (unsigned value = 0; value < 256; value++) {
      input[place] = (uint8_t)value;
      table[place][value] = hash_bits(input, HASH_INPUT_BYTES);
    }
    input[place] = 0;
  }
}

static inline __attribute__((always_inline)) uint32_t sum(const uint8_t *input, unsigned length) {
  uint32_t hash = 0;
  for (unsigned place = 0; place < length; place++) hash ^= table[place][input[place]];
  return hash;
}

/* The lengths there are, each unrolled by the compiler. */
uint32_t hash_bytes(const uint8_t *input, unsigned length) {
  switch (length) {
    case 8: return sum(input, 8);
    case 12: return sum(input, 12);
    case 32: return sum(input, 32);
    default: return sum(input, HASH_INPUT_BYTES);
  }
}
