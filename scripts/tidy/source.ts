import ts from 'typescript'

/** A file of the tree: its path from the root, with forward slashes, and what it holds. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/**
 * A rule of the house. It looks at the whole tree and says what breaks it, a line each:
 * `path:line: what is wrong: what would be right`.
 */
export type Rule = (files: readonly SourceFile[]) => readonly string[]

/** Whether a file is TypeScript. */
export const isCode = (file: SourceFile): boolean => file.path.endsWith('.ts')
/** Whether a file is a test, a test of types, or what tests share. */
export const isTest = (file: SourceFile): boolean => /\.(test|test-d|fixture)\.ts$/.test(file.path)
/** Whether a file belongs to the product: the rooms that are built and shipped. */
export const isProduct = (file: SourceFile): boolean => /^(model|properties|engine|conformance)\//.test(file.path)
/** Whether a file is a table of clauses that a script wrote. */
export const isGenerated = (file: SourceFile): boolean => /^model\/clause\/(virtio|gist)\//.test(file.path)

const parsed = new WeakMap<SourceFile, ts.SourceFile>()

/** The syntax tree of a TypeScript file, parsed once. */
export function syntaxOf(file: SourceFile): ts.SourceFile {
  const known = parsed.get(file)
  if (known !== undefined) return known
  const syntax = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true)
  parsed.set(file, syntax)
  return syntax
}

const walked = new WeakMap<SourceFile, readonly ts.Node[]>()

/** Every node of a file, a parent before its children. */
export function nodesOf(file: SourceFile): readonly ts.Node[] {
  const known = walked.get(file)
  if (known !== undefined) return known
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(syntaxOf(file))
  walked.set(file, nodes)
  return nodes
}

/** The line of a position, from 1. */
export const lineAt = (file: SourceFile, position: number): number =>
  syntaxOf(file).getLineAndCharacterOfPosition(position).line + 1

/** The line on which a node begins, comments before it left out; from 1. */
export const lineOf = (file: SourceFile, node: ts.Node): number => lineAt(file, node.getStart(syntaxOf(file)))
