/** A room of the tree and what it may import. */
export interface Zone {
  readonly name: string
  /** Paths that begin so are in it; of two that fit, the longer counts. */
  readonly at: string
  /** The other zones it may import. Its own is always allowed. */
  readonly zones: readonly string[]
  /** The packages it may import; `node:` stands for all of Node's own. */
  readonly packages: readonly string[]
}

const beforeFeature = ['clause', 'kernel', 'wire']
const beforeNet = [...beforeFeature, 'feature', 'ring', 'transport']
const beforePath = [...beforeNet, 'net', 'vhost', 'tun', 'sriov']
const rooms = [...beforePath, 'path']
const model = ['model', ...rooms]
const terminal = ['commander', 'picocolors', 'cli-progress', 'fastest-levenshtein']
const anything = ['node:', 'vitest', 'typescript', 'typedoc', 'fast-check', 'ts-pattern', 'tinybench']

/** Who may import whom. Tests may import any room but bench, docs and scripts, and any package. */
export const zones: readonly Zone[] = [
  { name: 'clause', at: 'model/clause/', zones: [], packages: [] },
  { name: 'kernel', at: 'model/kernel/', zones: ['clause'], packages: ['ts-pattern'] },
  { name: 'wire', at: 'model/wire/', zones: ['clause', 'kernel'], packages: ['ts-pattern'] },
  { name: 'feature', at: 'model/feature/', zones: beforeFeature, packages: ['ts-pattern'] },
  { name: 'ring', at: 'model/ring/', zones: beforeFeature, packages: ['ts-pattern'] },
  { name: 'transport', at: 'model/transport/', zones: [...beforeFeature, 'feature', 'ring'], packages: ['ts-pattern'] },
  { name: 'net', at: 'model/net/', zones: beforeNet, packages: ['ts-pattern'] },
  { name: 'vhost', at: 'model/vhost/', zones: [...beforeNet, 'net'], packages: ['ts-pattern'] },
  { name: 'tun', at: 'model/tun/', zones: [...beforeNet, 'net'], packages: ['ts-pattern'] },
  { name: 'sriov', at: 'model/sriov/', zones: [...beforeNet, 'net'], packages: ['ts-pattern'] },
  { name: 'path', at: 'model/path/', zones: beforePath, packages: ['ts-pattern'] },
  { name: 'model', at: 'model/', zones: rooms, packages: [] },
  { name: 'properties', at: 'properties/', zones: model, packages: ['fast-check', 'ts-pattern'] },
  { name: 'engine', at: 'engine/', zones: [], packages: [] },
  {
    name: 'conformance',
    at: 'conformance/',
    zones: [...model, 'properties', 'engine'],
    packages: ['node:', 'fast-check', 'ts-pattern', ...terminal],
  },
  { name: 'bench', at: 'bench/', zones: [...model, 'properties', 'engine', 'conformance'], packages: anything },
  { name: 'docs', at: 'docs/', zones: [...model, 'properties', 'engine', 'conformance'], packages: anything },
  { name: 'scripts', at: 'scripts/', zones: [...model, 'properties', 'engine', 'conformance'], packages: anything },
]

/** What single files may import besides what their zone may: each is the one place for it. */
export const grants: Readonly<Record<string, readonly string[]>> = {
  'model/kernel/edit.ts': ['immer'],
  'conformance/native/syscall.ts': ['koffi'],
  'conformance/bugs/faulty-engine.ts': ['typescript'],
}

/** What the engine may import of the model besides files of `model/wire/` that hold only constants. */
export const engineMayImport: readonly string[] = ['model/kernel/brand.ts', 'model/kernel/bits.ts']
