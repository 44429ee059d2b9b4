import type { StringMap } from './rows.ts'

const MAX_PAIRS = 64
const MAX_KEY = 128
const MAX_VALUE = 512
const RESERVED = 'consul-'

/** In the order in which Consul looks. */
const PROBLEMS: readonly (readonly [text: string, is: (key: string, value: string) => boolean])[] = [
  ['Key cannot be blank', key => key === ''],
  ['Key contains invalid characters', key => !/^[a-zA-Z0-9_-]+$/.test(key)],
  [`Key is too long (limit: ${MAX_KEY} characters)`, key => key.length > MAX_KEY],
  [`Key prefix '${RESERVED}' is reserved for internal use`, key => key.startsWith(RESERVED)],
  [`Value is too long (limit: ${MAX_VALUE} characters)`, (_key, value) => Buffer.byteLength(value) > MAX_VALUE],
]

/** The one reserved key that mesh gateways may have. */
const OF_MESH_GATEWAYS = `${RESERVED}wan-federation`

/** What is wrong with the metadata of a node or a service (of a kind), in Consul's text, which always speaks of nodes. */
export function metaProblem(meta: StringMap | null, kind = ''): string | undefined {
  if (!meta) return undefined
  if (Object.keys(meta).length > MAX_PAIRS) return `Node metadata cannot contain more than ${MAX_PAIRS} key/value pairs`
  for (const [key, value] of Object.entries(meta)) {
    if (kind === 'mesh-gateway' && key === OF_MESH_GATEWAYS) continue
    const problem = PROBLEMS.find(([, is]) => is(key, value))
    if (problem) return `Couldn't load metadata pair ('${key}', '${value}'): ${problem[0]}`
  }
  return undefined
}
