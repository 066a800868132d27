import ts from 'typescript'

/** A change of one constant or one row of a table in a source file. */
export interface Mutant {
  /** Where the changed text begins and ends, in characters. */
  readonly start: number
  readonly end: number
  /** Line and column of the change, from 1. */
  readonly line: number
  readonly column: number
  /** What is changed: `8 → 9`, `row VIRTIO_F_VERSION_1 dropped`. */
  readonly says: string
  readonly change:
    | { readonly kind: 'number'; readonly to: string }
    /** A row of an array or of an object: both are spread, from an array or an object that may be empty. */
    | { readonly kind: 'row'; readonly of: 'array' | 'object' }
  /** Why it is not to be run: the reason behind `equivalent:` in a comment on its line. */
  readonly ignored?: string
}

/** Every mutant of a TypeScript source, in the order of the text: each number ± 1, each row of a top-level table dropped. */
export function mutantsOf(text: string): readonly Mutant[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
  const lines = text.split('\n')
  const found: Mutant[] = []
  const add = (node: ts.Node, says: string, change: Mutant['change']): void => {
    const start = node.getStart(source)
    const { line, character } = source.getLineAndCharacterOfPosition(start)
    const ignored = /\/\/.*\bequivalent: (.+)$/.exec(lines[line] ?? '')?.[1]
    const place = { start, end: node.end, line: line + 1, column: character + 1 }
    found.push({ ...place, says, change, ...(ignored === undefined ? {} : { ignored }) })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (isNumber(node)) for (const to of neighbours(node)) add(node, `${node.text} → ${to}`, { kind: 'number', to })
    ts.forEachChild(node, visit)
  }
  for (const { row, of } of rowsOf(source)) add(row, `row ${nameOf(row)} dropped`, { kind: 'row', of })
  visit(source)
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}

type Numeric = ts.NumericLiteral | ts.BigIntLiteral

const isNumber = (node: ts.Node): node is Numeric => ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)

function neighbours(node: Numeric): readonly string[] {
  if (ts.isBigIntLiteral(node)) {
    const value = BigInt(node.text.replace(/n$/, ''))
    return [`${value + 1n}n`, `${value - 1n}n`]
  }
  const value = Number(node.text)
  return [`${value + 1}`, `${value - 1}`]
}

interface Row {
  readonly row: ts.Node
  readonly of: 'array' | 'object'
}

function rowsOf(source: ts.SourceFile): readonly Row[] {
  return source.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => statement.declarationList.declarations)
    .flatMap(({ initializer }) => rowsIn(initializer))
}

function rowsIn(node: ts.Expression | undefined): readonly Row[] {
  if (node === undefined) return []
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
    return rowsIn(node.expression)
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return rowsIn(node.arguments?.[0])
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((row) => ({ row, of: 'array' }))
  if (ts.isObjectLiteralExpression(node)) return node.properties.map((row) => ({ row, of: 'object' }))
  return []
}

function nameOf(row: ts.Node): string {
  const name = ts.isPropertyAssignment(row) ? row.name.getText() : row.getText()
  return name.split('\n', 1)[0]?.slice(0, 40) ?? ''
}
