import ts from 'typescript'
import { isCode, isTest, lineAt, lineOf, type Rule, type SourceFile, syntaxOf } from './source.ts'

/** Everything that a file exports says what it is; constants that follow each other line by line share one comment. */
export const tsdoc: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap((file) =>
      syntaxOf(file)
        .statements.filter((statement) => isExported(statement) && !hasDoc(statement))
        .filter((statement) => !isOverload(file, statement) && !isGrouped(file, statement))
        .map((statement) => `${file.path}:${lineOf(file, statement)}: ${nameOf(file, statement)} has no TSDoc`),
    )

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false
  const modifiers = ts.getModifiers(statement) ?? []
  const isDefault = modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)
  return !isDefault && modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
}

const hasDoc = (statement: ts.Statement): boolean => ts.getJSDocCommentsAndTags(statement).length > 0

/** Whether a function without documentation is the body of overloads, the first of which carries it. */
const isOverload = (file: SourceFile, statement: ts.Statement): boolean =>
  ts.isFunctionDeclaration(statement) &&
  syntaxOf(file).statements.some(
    (other) =>
      other !== statement &&
      hasDoc(other) &&
      ts.isFunctionDeclaration(other) &&
      other.name?.text === statement.name?.text,
  )

/** Whether a constant stands on the line after one that is documented, or in such a group itself. */
function isGrouped(file: SourceFile, statement: ts.Statement): boolean {
  const all = syntaxOf(file).statements
  const before = all[all.indexOf(statement) - 1]
  if (before === undefined || !ts.isVariableStatement(before) || !ts.isVariableStatement(statement)) return false
  const follows = lineAt(file, before.end) + 1 === lineOf(file, statement)
  return follows && (hasDoc(before) || isGrouped(file, before))
}

function nameOf(file: SourceFile, statement: ts.Statement): string {
  const match = /export (?:abstract |async |declare )*(?:const|function\*?|class|interface|type|enum|let) (\w+)/.exec(
    statement.getText(syntaxOf(file)),
  )
  return match?.[1] ?? 'an export'
}
