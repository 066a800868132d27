import type { CheckReport, PropertyReport } from './report.ts'

/** A check in the Test Anything Protocol, version 14: a test point a property. */
export function tap(report: CheckReport): string {
  const points = report.properties.flatMap((property, index) => point(property, index + 1))
  return ['TAP version 14', `1..${report.properties.length}`, ...points, ''].join('\n')
}

function point(property: PropertyReport, number: number): readonly string[] {
  const { verdict, reason, refusal } = property
  const bad = verdict === 'fail' || verdict === 'inconclusive' || verdict === 'unexpectedPass'
  const skip = verdict === 'skip' ? ` # SKIP ${escaped(reason ?? '')}` : ''
  const line = `${bad ? 'not ok' : 'ok'} ${number} - ${escaped(property.id)}${skip}`
  const facts = {
    verdict,
    ...(reason === undefined ? {} : { reason }),
    ...(refusal === undefined ? {} : refusal),
    ...(property.replay === undefined ? {} : { replay: property.replay }),
  }
  if (verdict === 'pass' || verdict === 'skip') return [line]
  // JSON strings are YAML scalars.
  const yaml = Object.entries(facts).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
  return [line, '  ---', ...yaml, '  ...']
}

const escaped = (text: string): string => text.replaceAll('\n', ' ').replace(/[\\#]/g, '\\$&')
