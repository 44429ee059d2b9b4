import { compileRegexp, type Regexp } from '../go/regexp/regexp.ts'
import { StepBudget, StepLimitError } from '../go/regexp/step-budget.ts'
import { ConsulError } from '../model/errors.ts'
import { either, func, type Kind, mapOf, members, text, withMethods } from '../lib/kinds.ts'
import { check } from '../library/check.ts'
import type { RecordedQuery, RecordedRequest } from './recorded.ts'
import type { RecordedQuery as QueryEntry } from './recorded-query.ts'
import { decoded, type RecordedRequest as RequestEntry } from './recorded-request.ts'

/** A regular expression, or any other object with a `test` method. */
export interface Pattern {
  /** Whether the text matches. */
  test(text: string): boolean
  /** Its source, for messages. */
  readonly source?: string
}

/** Selects HTTP requests: those for which every given member matches, so `{}` matches all. */
export interface RequestMatch {
  /** `GET`, `PUT`, … */
  readonly method?: string
  /** The path without its query, with or without escapes. */
  readonly path?: string | Pattern
  /** The key of a request to `/v1/kv/`. */
  readonly key?: string | Pattern
  /** The token of the client: its secret. */
  readonly token?: string
  /** The accessor ID of the token that asked, with ACLs on. */
  readonly accessor?: string
  /** Query parameters that the request must have. */
  readonly query?: Readonly<Record<string, string>>
  /** Required headers; names have no case. */
  readonly headers?: Readonly<Record<string, string | Pattern>>
  /** Anything else. */
  readonly where?: (request: RecordedRequest) => boolean
}

/** Selects DNS questions. */
export interface DnsMatch {
  /** The name, case-insensitive, with or without trailing dot. */
  readonly name?: string | Pattern
  /** `A`, `SRV`, … */
  readonly type?: string
  /** Anything else. */
  readonly where?: (query: RecordedQuery) => boolean
}

type Tests<M, R> = { readonly [K in keyof M]-?: (wanted: NonNullable<M[K]>, recorded: R) => boolean }

const requestTests: Tests<RequestMatch, RequestEntry> = {
  method: (method, request) => request.method === method.toUpperCase(),
  path: (path, request) => fits(path, request.path) || fits(path, decoded(request.path)),
  key: (key, request) => request.key !== undefined && fits(key, request.key),
  token: (token, request) => request.token === token,
  accessor: (accessor, request) => request.accessor === accessor,
  query: (query, request) =>
    Object.entries(query).every(
      ([name, value]) => request.query[name] === value || (name === 'token' && request.token === value),
    ),
  headers: (headers, request) =>
    Object.entries(headers).every(([name, wanted]) => {
      const given = request.headers[name.toLowerCase()]
      return given !== undefined && fits(wanted, given)
    }),
  where: (where, request) => where(request.row),
}

const plainName = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase()

const dnsTests: Tests<DnsMatch, QueryEntry> = {
  name: (name, query) =>
    typeof name === 'string' ? plainName(query.name) === plainName(name) : fits(name, plainName(query.name)),
  type: (type, query) => query.type === type.toUpperCase(),
  where: (where, query) => where(query.row),
}

/** The names of what in a match a request does not fit; none: it fits. */
export const misfits = (match: RequestMatch, request: RequestEntry): readonly string[] =>
  failing(requestTests, match, request)

export const dnsMisfits = (match: DnsMatch, query: QueryEntry): readonly string[] => failing(dnsTests, match, query)

export const fitsRequest = (match: RequestMatch, request: RequestEntry): boolean => misfits(match, request).length === 0

export const fitsQuery = (match: DnsMatch, query: QueryEntry): boolean => dnsMisfits(match, query).length === 0

function failing<M extends object, R>(tests: Tests<M, R>, match: M, recorded: R): readonly string[] {
  const names: string[] = []
  for (const name of Object.keys(match) as (keyof M & string)[]) {
    const wanted = match[name]
    if (wanted !== undefined && wanted !== null && !tests[name](wanted, recorded)) names.push(name)
  }
  return names
}

function fits(wanted: string | Pattern, text: string): boolean {
  if (typeof wanted === 'string') return wanted === text
  // one with the flag g continues where its last match ended
  if (wanted instanceof RegExp) wanted.lastIndex = 0
  return wanted.test(text)
}

const pattern = either(text, withMethods('a regular expression', 'test'))

const requestKind = members(
  'an object',
  {
    method: text,
    path: pattern,
    key: pattern,
    token: text,
    accessor: text,
    query: mapOf(text, 'an object of texts'),
    headers: mapOf(pattern, 'an object of texts or regular expressions'),
    where: func,
  } satisfies { readonly [K in keyof Required<RequestMatch>]: Kind },
  { noun: 'member' },
)

const questionKind = members(
  'an object',
  { name: pattern, type: text, where: func } satisfies { readonly [K in keyof Required<DnsMatch>]: Kind },
  { noun: 'member' },
)

/** Refuses a match with members that mean nothing: a typing error would match everything otherwise. */
export function checkMatch(match: object, what: 'http' | 'dns'): void {
  check(what === 'http' ? requestKind : questionKind, match, { what: 'match', code: 'MC_ERR_MATCH' })
}

/**
 * As other languages write it: `/re/` is a regular expression in Go's syntax, anything else is meant as it is. All texts that
 * one turn compares with it share a budget, a journal of a thousand paths too; its `test` throws once they take more.
 */
export function patternOf(text: string): string | Pattern {
  const regexp = regexpOf(text)
  if (!regexp) return text
  let steps: StepBudget | undefined
  return {
    source: text.slice(1, -1),
    test(subject) {
      if (!steps) {
        steps = new StepBudget()
        queueMicrotask(() => (steps = undefined))
      }
      try {
        return regexp.test(subject, steps)
      } catch (err) {
        if (!(err instanceof StepLimitError)) throw err
        throw new ConsulError('MC_ERR_MATCH', `Failed to match: ${err.message}.`)
      }
    },
  }
}

/** A pattern for faults, which every request is compared with: what takes too long does not fit it. */
export function faultPatternOf(text: string): string | Pattern {
  const regexp = regexpOf(text)
  return regexp ? { source: text.slice(1, -1), test: subject => regexp.test(subject) } : text
}

function regexpOf(text: string): Regexp | undefined {
  if (text.length < 3 || !text.startsWith('/') || !text.endsWith('/')) return undefined
  const { regexp, problem } = compileRegexp(text.slice(1, -1))
  if (regexp) return regexp
  throw new ConsulError('MC_ERR_MATCH', `Failed to match: ${problem}.`)
}

/** A pattern as `patternOf` reads it. */
export function patternText(pattern: string | Pattern): string {
  if (typeof pattern === 'string') return pattern
  return pattern.source === undefined ? String(pattern) : `/${pattern.source}/`
}
