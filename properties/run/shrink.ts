/** Which candidates to try, and how many at most. */
export interface ShrinkOptions {
  /** Bounds the candidates tried; 500 unless told. */
  readonly most?: number
}

/**
 * The smallest list found from which nothing more can be taken while `fails` still holds: chunked delta debugging, from halves
 * down to single items, over and over until no single item can go.
 *
 * Far fewer candidates than fast-check's own shrinker needs, which matters where a candidate costs a run of a real device.
 */
export async function shrink<Item>(
  items: readonly Item[],
  fails: (candidate: readonly Item[]) => Promise<boolean>,
  { most = 500 }: ShrinkOptions = {},
): Promise<readonly Item[]> {
  let best = items
  let tried = 0
  for (let size = Math.ceil(items.length / 2); size >= 1; ) {
    let smaller = false
    for (let start = 0; start < best.length && tried < most; ) {
      const candidate = [...best.slice(0, start), ...best.slice(start + size)]
      tried++
      if (await fails(candidate)) {
        best = candidate
        smaller = true
      } else start += size
    }
    if (tried >= most) break
    if (size > 1) size = Math.ceil(size / 2)
    else if (!smaller) break
  }
  return best
}
