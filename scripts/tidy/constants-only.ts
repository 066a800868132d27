import ts from 'typescript'
import { type SourceFile, syntaxOf } from './source.ts'

/** Whether a file declares types and constants and nothing that computes: no function, class, call or statement. */
export function holdsOnlyConstants(file: SourceFile): boolean {
  return syntaxOf(file).statements.every((statement) => isType(statement) || isConstants(statement))
}

/** Whether a file declares types only, so that nothing of it is left when it runs. */
export function holdsOnlyTypes(file: SourceFile): boolean {
  return syntaxOf(file).statements.every(isType)
}

function isType(statement: ts.Statement): boolean {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return true
  if (ts.isImportDeclaration(statement)) return true
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly
  return ts.canHaveModifiers(statement) && hasDeclare(statement)
}

const hasDeclare = (node: ts.HasModifiers): boolean =>
  ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword) ?? false

function isConstants(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false
  const list = statement.declarationList
  return (
    (list.flags & ts.NodeFlags.Const) !== 0 && list.declarations.every(({ initializer }) => isConstant(initializer))
  )
}

function isConstant(node: ts.Node | undefined): boolean {
  if (node === undefined) return false
  if (isWrapped(node)) return isConstant(node.expression)
  if (ts.isPrefixUnaryExpression(node)) return isConstant(node.operand)
  if (ts.isBinaryExpression(node)) return isConstant(node.left) && isConstant(node.right)
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isConstant)
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) => ts.isPropertyAssignment(property) && isConstant(property.initializer))
  }
  return isAtom(node)
}

const isWrapped = (
  node: ts.Node,
): node is
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.ParenthesizedExpression
  | ts.PropertyAccessExpression
  | ts.SpreadElement =>
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isParenthesizedExpression(node) ||
  ts.isPropertyAccessExpression(node) ||
  ts.isSpreadElement(node)

const isAtom = (node: ts.Node): boolean =>
  ts.isLiteralExpression(node) ||
  ts.isIdentifier(node) ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword ||
  node.kind === ts.SyntaxKind.NullKeyword
