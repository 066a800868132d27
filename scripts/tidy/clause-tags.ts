import { isClauseId } from '../../model/clause/clause.ts'
import { isCode, type Rule } from './source.ts'

/** Every clause that a `@clause` tag names, alone or in a list with commas, is in the catalogue. */
export const clauseTags: Rule = (files) =>
  files.filter(isCode).flatMap((file) =>
    file.text.split('\n').flatMap((line, index) =>
      [...line.matchAll(/(?:\/\*\*|\*)(?:[^'"`]*\s)?@clause\b[ \t]*([\w.-]*(?:,\s*[\w.-]+)*)/g)]
        .flatMap((match) => (match[1] ?? '').split(/,\s*/))
        .filter((id) => !isClauseId(id.replace(/\.$/, '')))
        .map((id) => `${file.path}:${index + 1}: @clause ${id}: no such clause`),
    ),
  )
