import { posix } from 'node:path'
import ts from 'typescript'
import { type SourceFile, syntaxOf } from './source.ts'

/** The files of the tree that a file imports or re-exports for what they do; types and packages are left out. */
export function dependenciesOf(file: SourceFile): readonly string[] {
  return syntaxOf(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const typeOnly = ts.isImportDeclaration(statement) ? statement.importClause?.isTypeOnly : statement.isTypeOnly
    const specifier = statement.moduleSpecifier
    if (typeOnly === true || specifier === undefined || !ts.isStringLiteral(specifier)) return []
    return specifier.text.startsWith('.') ? [posix.join(posix.dirname(file.path), specifier.text)] : []
  })
}
