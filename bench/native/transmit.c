#include "twin.h"

static uint8_t frame[0x10000];

void ignore(const uint8_t *bytes, uint32_t length) { (void)bytes, (void)length; }
void (*volatile sink)(const uint8_t *, uint32_t) = ignore;

bool transmit_frame(struct queue *queue, uint32_t header) {
  int32_t head = next_chain(queue);
  if (head < 0) return false;
  if (chain.readers != chain.count || chain.readable <= header) {
    queue->broken = true;
    return true;
  }
  if (chain.readable <= sizeof frame) {
    uint32_t done = 0;
    for (uint32_t segment = 0; segment < chain.count; segment++) {
      memcpy(frame + done, image + chain.address[segment], chain.length[segment]);
      done += chain.length[segment];
    }
    sink(frame + header, done - header);
  }
  complete_chain(queue, (uint32_t)head, 0);
  return true;
}
