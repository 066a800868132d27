import ts from 'typescript'
import {
  isCode,
  isGenerated,
  isProduct,
  isTest,
  lineAt,
  lineOf,
  nodesOf,
  type Rule,
  type SourceFile,
} from './source.ts'

/** No file is longer than this, in lines; tests included. */
export const LONGEST_FILE = 400
/** Half of the product's files are shorter than this, in lines. */
export const MEDIAN_FILE = 100
/** No function is longer than this, in lines; tests left out. */
export const LONGEST_FUNCTION = 60

const linesOf = (file: SourceFile): number => file.text.replace(/\n$/, '').split('\n').length

/** No file is too long, and most are short. */
export const fileSize: Rule = (files) => {
  const code = files.filter(isCode)
  const long = code
    .filter((file) => linesOf(file) > LONGEST_FILE)
    .map((file) => `${file.path}:1: ${linesOf(file)} lines: at most ${LONGEST_FILE}`)
  const sizes = code
    .filter((file) => isProduct(file) && !isTest(file) && !isGenerated(file))
    .map(linesOf)
    .sort((a, b) => a - b)
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0
  return median < MEDIAN_FILE ? long : [...long, `the median file has ${median} lines: less than ${MEDIAN_FILE}`]
}

/** No function is too long. What a function names inside itself counts for itself alone: a closure may hold many. */
export const functionSize: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap((file) =>
      nodesOf(file)
        .filter((node) => ts.isFunctionLike(node) && 'body' in node)
        .flatMap((node) => {
          const lines = ownLines(file, node)
          return lines > LONGEST_FUNCTION
            ? [`${file.path}:${lineOf(file, node)}: a function of ${lines} lines: at most ${LONGEST_FUNCTION}`]
            : []
        }),
    )

const spanOf = (file: SourceFile, node: ts.Node): number => lineAt(file, node.end) - lineOf(file, node) + 1

function ownLines(file: SourceFile, node: ts.Node): number {
  let lines = spanOf(file, node)
  const visit = (inner: ts.Node): void => {
    if (isNamedFunction(inner)) lines -= spanOf(file, inner) - 1
    else ts.forEachChild(inner, visit)
  }
  ts.forEachChild(node, visit)
  return lines
}

function isNamedFunction(node: ts.Node): boolean {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    return ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent)
  }
  return ts.isFunctionLike(node) && 'body' in node
}
