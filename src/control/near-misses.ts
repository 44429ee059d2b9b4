import type { RecordedQuery } from './recorded-query.ts'
import type { RecordedRequest } from './recorded-request.ts'

const MAX = 5

/** Those that fail the fewest parts of a match, the latest last, each with what it fails. Such as fit are left out. */
export function nearMisses<R>(
  recorded: readonly R[],
  misfits: (recorded: R) => readonly string[],
  describe: (recorded: R) => string,
): readonly string[] {
  const misses = recorded.map(one => ({ one, failed: misfits(one) })).filter(({ failed }) => failed.length > 0)
  const fewest = Math.min(...misses.map(({ failed }) => failed.length))
  return misses
    .filter(({ failed }) => failed.length === fewest)
    .slice(-MAX)
    .map(({ one, failed }) => `${describe(one)} (another ${failed.join(', ')})`)
}

export function describeRequest({ method, url, status, token, accessor, fault }: RecordedRequest): string {
  const more = [
    ...(status === undefined ? ['not answered'] : [String(status)]),
    ...(accessor !== '' ? [`accessor ${accessor}`] : token === '' ? [] : ['a token']),
    ...(fault === undefined ? [] : [`fault ${fault}`]),
  ]
  return `${method} ${url} -> ${more.join(', ')}`
}

export function describeQuery({ name, type, rcode, fault }: RecordedQuery): string {
  return `${name} ${type} -> ${rcode ?? 'not answered'}${fault === undefined ? '' : `, fault ${fault}`}`
}
