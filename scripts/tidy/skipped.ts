import ts from 'typescript'
import { isCode, isTest, lineOf, nodesOf, type Rule } from './source.ts'

/** No test is skipped, left to write, or run alone. */
export const skipped: Rule = (files) =>
  files
    .filter((file) => isCode(file) && isTest(file))
    .flatMap((file) =>
      nodesOf(file)
        .filter(ts.isPropertyAccessExpression)
        .filter((node) => /^(it|test|describe|suite|bench)\b.*\.(skip|todo|only|fails)$/s.test(node.getText()))
        .map((node) => `${file.path}:${lineOf(file, node)}: ${node.getText()}: a test runs, or it goes`),
    )
