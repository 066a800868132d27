const libraries = 'lib/x86_64-linux-gnu'
const loader = `${libraries}/ld-linux-x86-64.so.2`
const program = 'usr/bin/qemu-system-x86_64'

/**
 * An executable script, to lie at the root of an unpacked tree: it runs the tree's QEMU with the tree's own loader, libraries,
 * modules and firmware, wherever the tree lies. It becomes QEMU: process id and descriptors stay. `has` tells which paths there are.
 * Throws, naming the path, for a tree that cannot run.
 */
export function wrapper(has: (path: string) => boolean): string {
  if (!has(program)) throw new Error(`${program} is missing: the packages hold no QEMU for x86_64`)
  const own = [`usr/${loader}`, loader].find(has)
  if (own === undefined) throw new Error(`usr/${loader} and ${loader} are missing: the packages hold no dynamic loader`)
  const path = [`usr/${libraries}`, libraries].filter(has).map((folder) => `$here/${folder}`)
  return [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    `export QEMU_MODULE_DIR="$here/usr/${libraries}/qemu"`,
    `exec "$here/${own}" --library-path "${path.join(':')}" "$here/${program}" \\`,
    '  -L "$here/usr/share/qemu" -L "$here/usr/share/seabios" "$@"',
    '',
  ].join('\n')
}
