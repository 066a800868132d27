import pc from 'picocolors'

/** Colours for a terminal, or none. */
export type Paint = ReturnType<typeof pc.createColors>

/** Paint for a stream: colours on a terminal only, and never against NO_COLOR (no-color.org) or on a dumb terminal. */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint {
  const { NO_COLOR, TERM } = environment
  const refused = (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb'
  return pc.createColors(stream.isTTY === true && !refused)
}

/** No colours. */
export const plain: Paint = pc.createColors(false)
