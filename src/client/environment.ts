import { readFileSync } from 'node:fs'
import { fileErrorText } from '../go/errno.ts'
import { quoteGo } from '../go/quote.ts'
import { ClientError } from './errors.ts'
import type { ClientOptions, TlsOptions } from './options.ts'
import { boolOf } from '../go/strconv.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Settings that have a variable of the environment; what is given as one of these beats it. */
export interface GivenSettings {
  readonly address?: string | undefined
  readonly token?: string | undefined
  readonly tokenFile?: string | undefined
  readonly namespace?: string | undefined
  readonly partition?: string | undefined
  readonly auth?: string | undefined
  readonly tls?: TlsOptions | undefined
}

const DEFAULT_ADDRESS = '127.0.0.1:8500'

/** The client that settings and environment describe, as Consul's own tools read them. Throws a ClientError for a token file that cannot be read. */
export function clientOptionsOf(env: Env, given: GivenSettings = {}): ClientOptions {
  // a variable that is empty counts as not set
  const variable = (name: string): string | undefined => env[name] || undefined
  return {
    address: given.address ?? variable('CONSUL_HTTP_ADDR') ?? DEFAULT_ADDRESS,
    ssl: isTrue(env['CONSUL_HTTP_SSL']),
    token: tokenOf(env, given),
    namespace: given.namespace ?? variable('CONSUL_NAMESPACE'),
    partition: given.partition ?? variable('CONSUL_PARTITION'),
    auth: given.auth ?? variable('CONSUL_HTTP_AUTH'),
    ...tlsOf(env, given.tls ?? {}),
  }
}

/**
 * The environment that leads Consul's tools and clients to the same agent: with every variable that could lead them, or their secrets,
 * elsewhere.
 */
export function environmentOf({
  address,
  ssl,
  token,
  namespace,
  partition,
  auth,
  tls = {},
}: ClientOptions): Readonly<Record<string, string>> {
  return {
    CONSUL_HTTP_ADDR: address,
    CONSUL_HTTP_SSL: String(ssl ?? false),
    CONSUL_HTTP_TOKEN: token ?? '',
    CONSUL_HTTP_TOKEN_FILE: '',
    CONSUL_HTTP_AUTH: auth ?? '',
    CONSUL_NAMESPACE: namespace ?? '',
    CONSUL_PARTITION: partition ?? '',
    CONSUL_CACERT: tls.caFile ?? '',
    CONSUL_CAPATH: tls.caPath ?? '',
    CONSUL_CLIENT_CERT: tls.certificate ?? '',
    CONSUL_CLIENT_KEY: tls.key ?? '',
    CONSUL_TLS_SERVER_NAME: tls.serverName ?? '',
    CONSUL_HTTP_SSL_VERIFY: tls.insecure === true ? 'false' : '',
  }
}

function tlsOf(env: Env, given: TlsOptions): { tls?: TlsOptions } {
  const tls: TlsOptions = {
    caFile: given.caFile ?? (env['CONSUL_CACERT'] || undefined),
    caPath: given.caPath ?? (env['CONSUL_CAPATH'] || undefined),
    certificate: given.certificate ?? (env['CONSUL_CLIENT_CERT'] || undefined),
    key: given.key ?? (env['CONSUL_CLIENT_KEY'] || undefined),
    serverName: given.serverName ?? (env['CONSUL_TLS_SERVER_NAME'] || undefined),
    insecure: given.insecure ?? isFalse(env['CONSUL_HTTP_SSL_VERIFY']),
  }
  return Object.values(tls).some(Boolean) ? { tls } : {}
}

/** What is wrong with the variables that hold a boolean, in the words of Go's parser; such a one counts as not set. */
export function invalidBooleans(env: Env): string[] {
  return ['CONSUL_HTTP_SSL', 'CONSUL_HTTP_SSL_VERIFY'].flatMap(name => {
    const text = env[name] || undefined
    if (text === undefined || boolOf(text) !== undefined) return []
    return [
      `could not parse ${name}: error="strconv.ParseBool: parsing ${quoteGo(quoteGo(text)).slice(1, -1)}: invalid syntax"`,
    ]
  })
}

/** A file beats a token, and what is given beats the environment. */
function tokenOf(env: Env, { token, tokenFile }: GivenSettings): string | undefined {
  const given = tokenFile || token
  const file = given ? tokenFile : env['CONSUL_HTTP_TOKEN_FILE']
  return file ? readToken(file) : given ? token : env['CONSUL_HTTP_TOKEN']
}

function readToken(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined
  } catch (error) {
    throw new ClientError(`Error loading token file ${path} : ${fileErrorText(error, path)}`, { cause: error })
  }
}

const isTrue = (text = ''): boolean => boolOf(text) === true
const isFalse = (text = ''): boolean => boolOf(text) === false
