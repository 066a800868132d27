import { closeSync, existsSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Opens a file that has no name any more, of `contents` or of that many zero bytes, in memory where the machine has /dev/shm.
 * Returns its descriptor; the file is gone with the last one. Another process opens it by `/proc/self/fd/N`.
 */
export function openNamelessFile(contents: Uint8Array | number): number {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'virtio-conformance-'))
  try {
    const file = openSync(join(folder, 'ram'), 'wx+', 0o600)
    try {
      if (typeof contents === 'number') ftruncateSync(file, contents)
      else writeSync(file, contents, 0, contents.length, 0) // its offset stays at the start
    } catch (error) {
      closeSync(file)
      throw error
    }
    return file
  } finally {
    rmSync(folder, { recursive: true })
  }
}
