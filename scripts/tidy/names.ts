import { posix } from 'node:path'
import { isCode, type Rule } from './source.ts'

const VAGUE = ['util', 'utils', 'helper', 'helpers', 'type', 'types', 'common', 'misc', 'shared', 'lib']

/** No file or folder has a name that says nothing, and every name is in kebab case. */
export const names: Rule = (files) =>
  files.filter(isCode).flatMap(({ path }) => {
    const parts = path.replace(/\.(test|test-d|d|config|mutation\.config)?\.?ts$/, '').split('/')
    const vague = parts.find((part) => VAGUE.includes(part))
    if (vague !== undefined) return [`${path}: '${vague}' says nothing: name the file after the one noun it holds`]
    const base = posix.basename(path)
    return /^[a-z0-9][a-z0-9.-]*\.ts$/.test(base) ? [] : [`${path}: write the name in kebab case`]
  })
