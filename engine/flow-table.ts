import { flowCapacity, flowWays, type Layout } from './layout.ts'

/**
 * The transmit queue that each flow used last. Why it is fast: a set of four places is found by a multiplicative hash and
 * compared by that hash alone; a new flow overwrites the oldest of its set, so that nothing grows.
 *
 * Two flows with one 32-bit hash are taken for one, and a flow may be forgotten: steering after the transmit queue is advice.
 *
 * @clause net.mq.device.5
 */
export interface FlowTable {
  /** Remembers that the frame at hand was sent on this pair: frames of its flow come in with source and destination swapped. */
  learn(pair: number): void
  /** The pair on which the flow of the frame at hand, which came in, was last sent; -1 if it is not known. */
  lookUp(): number
  /** A hash of the flow of the frame at hand, which came in: 32 bits, unsigned. 0 if it is not IP. */
  spread(): number
  /** Forgets every flow. */
  clear(): void
}

const setCount = flowCapacity / flowWays
const multiplier = 0x9e3779b1

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, multiplier)
  return product ^ (product >>> 15)
}

/** Lets every bit of the last word reach the lowest ones, which choose set and pair. */
function finish(hash: number): number {
  const product = Math.imul(hash ^ (hash >>> 16), multiplier)
  return product ^ (product >>> 13)
}

const swapHalves = (ports: number): number => (ports << 16) | (ports >>> 16)

/** A flow table over the columns of a layout. */
export function createFlowTable(layout: Layout): FlowTable {
  const { frameFamily, frameProtocol, tuple, flowTag, flowPair, flowOldest } = layout

  /** Hash of the frame's flow as seen by the one who receives it, or, `reversed`, by the one who sends it. */
  function flowHash(reversed: boolean): number {
    const words = frameFamily[0] === 4 ? 1 : 4
    const upper = frameProtocol[0] as number
    const source = reversed ? words : 0
    let hash = mix(frameFamily[0] as number, upper)
    for (let word = 0; word < words; word++) hash = mix(hash, tuple[source + word] as number)
    for (let word = 0; word < words; word++) hash = mix(hash, tuple[words - source + word] as number)
    if (upper === 0) return finish(hash)
    const ports = tuple[2 * words] as number
    return finish(mix(hash, reversed ? swapHalves(ports) : ports))
  }

  const setOf = (hash: number): number => hash & (setCount - 1)

  /** The place of a flow; -1 if it has none. */
  function placeOf(hash: number): number {
    const first = setOf(hash) * flowWays
    for (let place = first; place < first + flowWays; place++) {
      if (flowTag[place] === hash && flowPair[place] !== 0) return place
    }
    return -1
  }

  return {
    learn(pair) {
      if (frameFamily[0] === 0) return
      const hash = flowHash(true)
      let place = placeOf(hash)
      if (place === -1) {
        const set = setOf(hash)
        const oldest = flowOldest[set] as number
        flowOldest[set] = (oldest + 1) % flowWays
        place = set * flowWays + oldest
        flowTag[place] = hash
      }
      flowPair[place] = pair + 1
    },
    lookUp() {
      if (frameFamily[0] === 0) return -1
      const place = placeOf(flowHash(false))
      return place === -1 ? -1 : (flowPair[place] as number) - 1
    },
    spread: () => (frameFamily[0] === 0 ? 0 : flowHash(false) >>> 0),
    clear() {
      flowPair.fill(0)
      flowOldest.fill(0)
    },
  }
}
