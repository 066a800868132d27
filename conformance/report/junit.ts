import type { CheckReport, PropertyReport } from './report.ts'

/** A check as JUnit XML: a test case a property. What is inconclusive or passed unexpectedly is a failure. */
export function junit(report: CheckReport): string {
  const { summary, target, properties } = report
  const failures = summary.fail + summary.inconclusive + summary.unexpectedPass
  const counts = `tests="${properties.length}" failures="${failures}" skipped="${summary.skip}" errors="0"`
  const time = `time="${(report.durationMs / 1000).toFixed(3)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} ${time}>`,
    `  <testsuite name="${escaped(`${target.name} ${target.version}`)}" ${counts} ${time}>`,
    ...properties.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(property: PropertyReport): string {
  const [theme, name] = property.id.split('/')
  const time = (property.durationMs / 1000).toFixed(3)
  const open = `    <testcase classname="${escaped(theme ?? '')}" name="${escaped(name ?? property.id)}" time="${time}"`
  const said = outcome(property)
  return said === undefined ? `${open}/>` : `${open}>${said}</testcase>`
}

function outcome({ verdict, refusal, reason, trace }: PropertyReport): string | undefined {
  if (verdict === 'skip') return `<skipped message="${escaped(reason ?? '')}"/>`
  if (verdict === 'pass' || verdict === 'warn' || verdict === 'expected') return undefined
  const broken = refusal === undefined ? undefined : `${refusal.clause} by the ${refusal.by}: ${refusal.because}`
  const message = verdict === 'fail' ? (broken ?? reason) : (reason ?? broken)
  return `<failure type="${verdict}" message="${escaped(message ?? verdict)}">${escaped(trace ?? '')}</failure>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function escaped(text: string): string {
  // Control characters cannot stand in XML 1.0 at all, not even as references.
  const printable = [...text].filter((letter) => letter >= ' ' || letter === '\n' || letter === '\t').join('')
  return printable.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
}
