import { readFileSync } from 'node:fs'
import { escaped, requestsText } from '../lib/http.mjs'
import { anyValue, mutated, NUMBERS, WORDS } from '../lib/mutate.mjs'
import { talk } from '../lib/talk.mjs'

/** Streams that have no end, and what ends the agent. */
const NOT = /leave$|monitor|stream|raft\/peer|pprof/
const table = readFileSync(new URL('../../../COMPATIBILITY.md', import.meta.url), 'utf8')
const ROUTES = [...table.matchAll(/^\| `(\/v1\/[^`]+)` \| ([A-Z, ]+) \|/gm)]
  .map(([, path, methods]) => ({ path, methods: methods.split(', ') }))
  .filter(({ path }) => !NOT.test(path))

const PARAMETERS = [
  'dc',
  'index',
  'wait',
  'recurse',
  'raw',
  'keys',
  'separator',
  'cas',
  'flags',
  'acquire',
  'release',
  'token',
  'filter',
  'near',
  'node-meta',
  'passing',
  'tag',
  'stale',
  'consistent',
  'cached',
  'pretty',
  'ns',
  'partition',
  'peer',
  'hash',
  'max_stale',
  'sg',
  'merge-central-config',
  'compile-dc',
  'enable',
  'reason',
  'note',
  'service',
  'limit',
  'connect',
  'source',
  'destination',
  'kind',
  'policy',
  'type',
  'segment',
  'replace-existing-checks',
  'node',
  'wan',
  'prune',
  'check',
  'format',
]

function pathOf(route, random) {
  const path = route.replaceAll(/:[a-z]+|\*/gi, () => escaped(random.pick(WORDS)))
  if (random.chance(1, 3)) return path
  const parameters = Array.from({ length: 1 + random.int(4) }, () => {
    const name = random.pick(PARAMETERS)
    // what blocks is a matter of other tests
    const value = name === 'wait' ? '5ms' : random.pick(random.chance(1, 2) ? NUMBERS : WORDS)
    return random.chance(1, 10) ? name : `${name}=${escaped(value)}`
  })
  return `${path}?wait=5ms&${parameters.join('&')}`
}

/** Requests of a good form to every endpoint, their parameters and bodies anything. */
export const httpApi = {
  name: 'http-api',
  unit: 'requests',
  weight: 62,
  make: random =>
    Array.from({ length: 40 }, () => {
      const { path, methods } = random.pick(ROUTES)
      const method = random.pick([...methods, 'GET', 'PUT'])
      const body = method === 'GET' ? undefined : JSON.stringify(anyValue(random))
      const asked = pathOf(path, random)
      return {
        method,
        path: random.chance(1, 20) ? mutated(asked, random).replaceAll(/[\s\u0080-\uffff]/g, '') : asked,
        body,
      }
    }),
  count: requests => requests.length,
  send: ({ ports }, requests) => talk(ports.http, [requestsText(requests)], { quiet: 20_000 }),
}
