import type { Seed } from './seed.ts'
import {
  anything,
  duration,
  flag,
  listOf,
  looseText,
  mapOf,
  object,
  oneOf,
  someOf,
  SeedProblem,
  type Shape,
  text,
  uint64,
  whole,
} from './shape.ts'

/** What a seed may say, in this library's spelling; Consul's own are taken, too. */

const status = oneOf('passing', 'warning', 'critical')
const texts = listOf(text)
const meta = mapOf(looseText)

const check = object(
  {
    id: text,
    name: text,
    serviceId: text,
    status,
    notes: text,
    output: text,
    ttl: duration,
    interval: duration,
    timeout: duration,
    deregisterCriticalServiceAfter: duration,
    http: text,
    method: text,
    header: mapOf(texts),
    body: text,
    disableRedirects: flag,
    tcp: text,
    tcpUseTLS: flag,
    udp: text,
    grpc: text,
    grpcUseTLS: flag,
    h2ping: text,
    h2pingUseTLS: flag,
    scriptArgs: texts,
    shell: text,
    dockerContainerID: text,
    osService: text,
    tlsServerName: text,
    tlsSkipVerify: flag,
    aliasNode: text,
    aliasService: text,
    successBeforePassing: whole,
    failuresBeforeWarning: whole,
    failuresBeforeCritical: whole,
    outputMaxSize: whole,
  },
  { others: { checkId: 'id', args: 'scriptArgs' } },
)

const service = object(
  {
    name: text,
    id: text,
    address: text,
    port: whole,
    tags: texts,
    meta,
    weights: object({ passing: whole, warning: whole }),
    taggedAddresses: mapOf(object({ address: text, port: whole })),
    enableTagOverride: flag,
    socketPath: text,
    kind: text,
    proxy: anything,
    connect: anything,
    locality: object({ region: text, zone: text }),
    token: text,
    check: (value, path) => (typeof value === 'string' ? status(value, path) : check(value, path)),
    checks: someOf(check),
  },
  { needs: ['name'] },
)

const node = object(
  {
    name: text,
    address: text,
    id: text,
    meta,
    taggedAddresses: mapOf(text),
    services: someOf(service),
    checks: someOf(named(check)),
  },
  { needs: ['name', 'address'], others: { node: 'name', nodeMeta: 'meta' } },
)

const session = object({
  name: text,
  node: text,
  ttl: duration,
  behavior: oneOf('release', 'delete'),
  lockDelay: duration,
  checks: texts,
  holds: texts,
})

const links = someOf(object({ ID: text, Name: text }))
const rights = {
  Description: text,
  Policies: links,
  ServiceIdentities: someOf(object({ ServiceName: text, Datacenters: texts }, { needs: ['ServiceName'] })),
  NodeIdentities: someOf(object({ NodeName: text, Datacenter: text }, { needs: ['NodeName', 'Datacenter'] })),
  TemplatedPolicies: someOf(
    object(
      { TemplateName: text, TemplateVariables: object({ name: text }), Datacenters: texts },
      { needs: ['TemplateName'] },
    ),
  ),
}

const acl = object({
  policies: someOf(object({ Name: text, Description: text, Rules: text, Datacenters: texts }, { needs: ['Name'] })),
  roles: someOf(object({ Name: text, ...rights }, { needs: ['Name'] })),
  tokens: someOf(
    object({ AccessorID: text, SecretID: text, ...rights, Roles: links, Local: flag, ExpirationTTL: text }),
  ),
})

const value = object({ value: looseText, base64, flags: uint64 })

const kvValue: Shape = (given, path) => {
  if (given instanceof Uint8Array) return given
  return typeof given === 'object' && given !== null && !Array.isArray(given)
    ? value(given, path)
    : looseText(given, path)
}

/** A seed, or a file of definitions such as an agent reads. */
const seed = object({
  kv: mapOf(kvValue),
  service: someOf(service),
  services: someOf(service),
  check: someOf(named(check)),
  checks: someOf(named(check)),
  nodes: someOf(node),
  sessions: someOf(session),
  queries: someOf(mapOf(anything)),
  config: someOf(mapOf(anything)),
  acl,
})

/** One row of what `consul kv export` writes. */
const exported = object({ key: text, flags: uint64, value: base64 }, { needs: ['key'] })

/** Reads a seed in any of the forms in which people have one; throws a SeedProblem. */
export function validateSeed(given: unknown): Seed {
  if (Array.isArray(given)) return seedOfExport(listOf(exported)(given, ''))
  const { service: more, services, check: moreChecks, checks, ...rest } = seed(given, '')
  return { ...rest, services: joined(more, services), checks: joined(moreChecks, checks) } as Seed
}

const joined = (...lists: readonly unknown[]): unknown[] => lists.flatMap(list => (list ?? []) as unknown[])

function seedOfExport(rows: readonly Record<string, unknown>[]): Seed {
  const kv = rows.map(({ key, value = '', flags = 0 }) => [String(key), { base64: value, flags }] as const)
  return { kv: Object.fromEntries(kv) as NonNullable<Seed['kv']> }
}

function base64(given: unknown, path: string): string {
  const encoded = text(given, path)
  if (encoded.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return encoded
  throw new SeedProblem(path, 'must be base64')
}

function named(shape: Shape<Record<string, unknown>>): Shape<Record<string, unknown>> {
  return (given, path) => {
    const result = shape(given, path)
    if (result['name'] === undefined) throw new SeedProblem(`${path}.name`, 'is missing')
    return result
  }
}
