import { compareBytes } from '../lib/compare-bytes.ts'
import type { Node } from '../model/rows.ts'
import { fold } from './schema.ts'
import { uuidPrefixProblem } from './uuid.ts'
import type { View } from './view.ts'

/** An ID shorter than this is not looked for where a name is expected. */
export const SHORTEST_PREFIX = 2

const digitsOf = (id: string): string => fold(id).replaceAll('-', '')

/** The nodes whose IDs begin with these digits, in order. */
export function nodesByIdPrefix(view: View, prefix: string): readonly Node[] {
  const whole = view.first('nodes', 'id', fold(prefix))
  if (whole) return [whole]
  const digits = digitsOf(prefix)
  return [...view.untracked.indexKeys('nodes', 'id')]
    .filter(id => digitsOf(id).startsWith(digits))
    .sort(compareBytes)
    .flatMap(id => view.first('nodes', 'id', id) ?? [])
}

/** The nodes that may be meant where a name was expected and the beginning of an ID may have been given: it is meant where there is one. */
export function nodesByShortId(view: View, given: string): readonly Node[] {
  if (given.length < SHORTEST_PREFIX) return []
  const prefix = given.slice(0, given.length - (given.length % 2))
  if (uuidPrefixProblem(prefix) !== undefined) return []
  view.watchKeys('nodes', 'id', withHyphens(digitsOf(prefix)))
  return nodesByIdPrefix(view, prefix)
}

/** Digits with hyphens where IDs have them. */
const withHyphens = (digits: string): string =>
  [8, 12, 16, 20].reduceRight((id, at) => (at < digits.length ? `${id.slice(0, at)}-${id.slice(at)}` : id), digits)
