import ts from 'typescript'
import { isCode, isTest, lineOf, nodesOf, type Rule } from './source.ts'

const OBJECTS = ['process', 'console', 'performance', 'crypto', 'globalThis']
const CALLS = ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']

/** The model and the engine know no clock, no chance and no world outside: all of that comes in as an argument. */
export const purity: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !isTest(file) && /^(model|engine)\//.test(file.path))
    .flatMap((file) =>
      nodesOf(file).flatMap((node) => {
        const what = impurityOf(node)
        return what === undefined
          ? []
          : [`${file.path}:${lineOf(file, node)}: ${what}: time, chance and I/O are inputs`]
      }),
    )

function impurityOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText()
    if (text === 'Math.random' || text === 'Date.now') return text
    return ts.isIdentifier(node.expression) && OBJECTS.includes(node.expression.text) ? text : undefined
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date') return 'new Date'
  if (!ts.isCallExpression(node)) return undefined
  const callee = node.expression.getText()
  return CALLS.includes(callee) || callee === 'Date' ? callee : undefined
}
