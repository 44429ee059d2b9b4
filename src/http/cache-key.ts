import { nodeMetaOf, passingOnly } from './instance-parameters.ts'
import type { Request } from './request.ts'

/** What an answer of the agent's cache is made of, besides the path: what is asked of a server. */
export type CachedBy = keyof typeof PARTS

/** What each of them adds to the key; nothing where it is as if it had not been given. */
const PARTS = {
  'node-meta': (req: Request) => [...nodeMetaOf(req)].sort(([a], [b]) => (a < b ? -1 : 1)),
  tag: ({ query }: Request) => query.all('tag').toSorted(),
  passing: passingOnly,
  peer: ({ query }: Request) => query.get('peer'),
  'merge-central-config': ({ query }: Request) => query.has('merge-central-config'),
  'compile-dc': ({ query }: Request) => query.get('compile-dc'),
  by: ({ query }: Request) => query.get('by'),
  name: ({ query }: Request) => query.all('name'),
} satisfies Record<string, (req: Request) => string | boolean | readonly unknown[]>

/**
 * What an entry of the agent's cache is found by: what is asked of a server as it was understood, and with which token, however it is
 * brought; not how long one waits for it or how it is shown.
 * What is sorted by distance comes from another cache than a stream, which is filtered behind it.
 */
export function cacheKeyOf(req: Request, by: readonly CachedBy[], datacenter: string): string {
  const { path, query, secret, namedDatacenter: named } = req
  const sorted = STREAMED.test(path) && query.get('near') !== ''
  const filter = query.get('filter')
  let key = `${path}?`
  if (named !== '' && named !== datacenter) key += `dc=${JSON.stringify(named)}&`
  if (filter !== '') key += `filter=${JSON.stringify(filter)}&`
  for (const name of by) {
    const part = PARTS[name](req)
    if (part !== '' && part !== false && !(Array.isArray(part) && part.length === 0))
      key += `${name}=${JSON.stringify(part)}&`
  }
  return key + (sorted ? '#near' : '') + (secret === '' ? '' : `#token=${secret}`)
}

const STREAMED = /^\/v1\/health\/(?:service|connect)\//
