import {
  address,
  anything,
  either,
  flag,
  func,
  type Kind,
  kind,
  listOf,
  mapOf,
  type Members,
  members,
  object,
  oneOf,
  port,
  text,
  withMethods,
} from '../lib/kinds.ts'

const texts = mapOf(text, 'an object of texts')
const off = kind('false', value => value === false)

/** Where to listen, or false for nowhere. */
export const listenAddress = either(members('an object such as { port: 8500 }', { host: address, port }), off)

/** The same, or true for anywhere. */
const listenAnywhere = either(
  listenAddress,
  kind('true', value => value === true),
)

const node = either(text, members('an object such as { name }', { name: text, id: text, address, meta: texts }))
const acl = members('an object such as { initialManagement }', {
  defaultPolicy: oneOf('allow', 'deny'),
  initialManagement: text,
})

const tls = members('an object of files and names', {
  caFile: text,
  caPath: text,
  certificate: text,
  key: text,
  serverName: text,
  insecure: flag,
})

const recordMembers: Members = { token: text, prefix: text, datacenter: text, tls }
export const recordOptions = members('an object of options', recordMembers, { noun: 'option' })
const mirror = members('an object such as { from }', { from: text, ...recordMembers }, { needs: ['from'] })

const emulatorMembers: Members = {
  datacenter: text,
  node,
  http: listenAddress,
  https: listenAnywhere,
  dns: listenAddress,
  clock: either(oneOf('system', 'manual'), withMethods('a clock with now() and setTimeout()', 'now', 'setTimeout')),
  // looked at when it is read
  seed: anything,
  dataDir: text,
  acl,
  mirror,
  history: kind('a whole number of commits', value => Number.isInteger(value) && (value as number) >= 0),
  runChecks: flag,
  random: kind('a number', value => Number.isFinite(value)),
  syncDelay: kind('a number of milliseconds', value => Number.isFinite(value) && (value as number) >= 0),
  logger: withMethods('a logger with debug(), info(), warn() and error()', 'debug', 'info', 'warn', 'error'),
  plugins: listOf(func, 'a list of fastify plugins'),
  fastPath: flag,
  signal: withMethods('an AbortSignal', 'addEventListener', 'throwIfAborted'),
  config: object,
}

/** Names of the configuration and of other libraries. */
const aliases = {
  dc: "'datacenter'",
  name: "'node'",
  ports: "'http.port', 'https.port' or 'dns.port'",
  logLevel: "'logger'",
}

export const consulOptions = members('an object of options', emulatorMembers, { noun: 'option', aliases })

export const connectOptions = members(
  'an object of options',
  { ...emulatorMembers, upstream: text, token: text, auth: text, tls, mark: text },
  { noun: 'option', aliases: { ...aliases, url: "'upstream'", address: "'upstream'" } },
)

/** What reads it tells what is wrong with it as a duration. */
export const duration = kind(
  'milliseconds or a duration such as 10s',
  value => typeof value === 'string' || Number.isFinite(value),
)

export const sessionOptions = members('an object of options', {
  name: text,
  node: text,
  ttl: duration,
  behavior: text,
  lockDelay: duration,
  checks: listOf(text, 'a list of IDs of checks'),
})

/** An object whose members Consul judges, in any of its spellings. */
export const objectLike = (expected: string): Kind => kind(expected, value => object.problem(value, '') === undefined)
export const service = objectLike('a service such as { name }')
export const ownCheck = objectLike('a check such as { name, ttl }')

export const clusterNodeOptions = members(
  'an object such as { name }',
  {
    name: text,
    address,
    id: text,
    server: flag,
    meta: texts,
    services: listOf(service, 'a list of services'),
    checks: listOf(ownCheck, 'a list of checks'),
    http: listenAddress,
    dns: listenAddress,
  },
  { needs: ['name'] },
)
