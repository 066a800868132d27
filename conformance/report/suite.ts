import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The specification that everything is judged by. */
export const specification = 'virtio-v1.4-cs01'

/** The folder of the package: the sources' root in a clone, the package's own folder when it is installed. */
export const packageRoot: string = rootAbove(import.meta.dirname)

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const above = dirname(folder)
  if (above === folder) throw new Error('fault: no package.json above the program')
  return rootAbove(above)
}

/** Name and version of this program. */
export const suite: { readonly name: string; readonly version: string } = readSuite()

function readSuite(): { readonly name: string; readonly version: string } {
  const { name, version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >
  if (typeof name !== 'string' || typeof version !== 'string')
    throw new Error('fault: package.json without name or version')
  return { name, version }
}
