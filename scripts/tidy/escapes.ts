import ts from 'typescript'
import { isCode, lineAt, lineOf, nodesOf, type Rule, type SourceFile } from './source.ts'

/** No way around the type checker without a reason on the same line: `as unknown as X // why`. */
export const escapes: Rule = (files) =>
  files.filter(isCode).flatMap((file) => {
    const lines = file.text.split('\n')
    const casts = nodesOf(file).flatMap((node) => {
      const what = escapeOf(node)
      if (what === undefined || /\/\/ \S+ \S+/.test(lines[lineAt(file, node.end) - 1] ?? '')) return []
      return [`${file.path}:${lineOf(file, node)}: ${what}: say why on that line`]
    })
    return [...casts, ...directives(file, lines)]
  })

function escapeOf(node: ts.Node): string | undefined {
  if (ts.isNonNullExpression(node)) return 'a non-null assertion'
  if (!ts.isAsExpression(node)) return undefined
  if (node.type.kind === ts.SyntaxKind.AnyKeyword) return 'as any'
  const inner = ts.isParenthesizedExpression(node.expression) ? node.expression.expression : node.expression
  const isUnknown = ts.isAsExpression(inner) && inner.type.kind === ts.SyntaxKind.UnknownKeyword
  return isUnknown ? 'as unknown as' : undefined
}

function directives(file: SourceFile, lines: readonly string[]): readonly string[] {
  return lines.flatMap((text, index) => {
    const found = /^\s*(?:\/\/|\/\*)\s*(@ts-[a-z-]+):?\s*(.*)$/.exec(text)
    if (found === null || (found[1] === '@ts-expect-error' && /\S+ \S+/.test(found[2] ?? ''))) return []
    return [`${file.path}:${index + 1}: ${found[1]}: only @ts-expect-error, with the reason behind it`]
  })
}
