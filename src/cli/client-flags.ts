import { readFileSync } from 'node:fs'
import { ConsulClient } from '../client/client.ts'
import { ClientError } from '../client/errors.ts'
import type { ClientOptions, TlsOptions } from '../client/options.ts'
import { fileErrorText } from '../go/errno.ts'
import { CommandError } from './command.ts'
import { type Flag, type Flags, parseBoolText } from '../go/flag.ts'

const flag = (name: string, usage: string): Flag => ({ name, kind: 'string', usage })

/** Flags of every command that asks an agent. */
export const agentClientFlags: readonly Flag[] = [
  flag('ca-file', 'File with the certificates of authorities to trust. Also: CONSUL_CACERT.'),
  flag('ca-path', 'Folder with such files. Also: CONSUL_CAPATH.'),
  flag('client-cert', 'File with a certificate to show. Also: CONSUL_CLIENT_CERT.'),
  flag('client-key', 'File with the key of that certificate. Also: CONSUL_CLIENT_KEY.'),
  flag(
    'http-addr',
    'Address of the agent: host:port, a URL or unix://PATH. Also: CONSUL_HTTP_ADDR. Default: 127.0.0.1:8500.',
  ),
  flag('tls-server-name', 'Name that the certificate of the agent must have. Also: CONSUL_TLS_SERVER_NAME.'),
  flag('token', 'ACL token to send. Also: CONSUL_HTTP_TOKEN.'),
  flag('token-file', 'File with that token. Also: CONSUL_HTTP_TOKEN_FILE.'),
]

/** Flags of the commands whose requests a server answers. */
export const clientFlags: readonly Flag[] = [
  ...agentClientFlags,
  flag('datacenter', 'Datacenter to ask. Default: the one of the agent.'),
  { name: 'stale', kind: 'bool', usage: 'Let any server answer a read.' },
]

/** Accepted where the official client accepts it. */
export const partitionFlag: Flag = flag(
  'partition',
  'Admin partition; only Consul Enterprise has any. Also: CONSUL_PARTITION.',
)

/** Accepted where the official client accepts them. */
export const namespaceFlags: readonly Flag[] = [
  flag('namespace', 'Namespace; only Consul Enterprise has any. Also: CONSUL_NAMESPACE.'),
  partitionFlag,
]

type Env = Readonly<Record<string, string | undefined>>

/** The client that flags and environment describe; throws a CommandError when they do not make one. */
export function clientOf(flags: Flags, env: Env, failed = 'Error connecting to Consul agent'): ConsulClient {
  try {
    return new ConsulClient(clientOptionsOf(flags, env))
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    throw new CommandError(`${failed}: ${error.message}`, { cause: error })
  }
}

/** The same as options. */
export function clientOptionsOf(flags: Flags, env: Env): ClientOptions {
  // a variable that is empty counts as not set
  const setting = (name: string, variable: string): string | undefined =>
    flags.string(name) ?? (env[variable] || undefined)
  return {
    address: setting('http-addr', 'CONSUL_HTTP_ADDR') || '127.0.0.1:8500',
    ssl: isTrue(env['CONSUL_HTTP_SSL']),
    token: tokenOf(flags, env),
    datacenter: flags.string('datacenter') || undefined,
    namespace: setting('namespace', 'CONSUL_NAMESPACE') || undefined,
    partition: setting('partition', 'CONSUL_PARTITION') || undefined,
    stale: flags.bool('stale'),
    auth: env['CONSUL_HTTP_AUTH'] || undefined,
    ...tlsOf(setting, env),
  }
}

function tlsOf(setting: (name: string, variable: string) => string | undefined, env: Env): { tls?: TlsOptions } {
  const tls: TlsOptions = {
    caFile: setting('ca-file', 'CONSUL_CACERT') || undefined,
    caPath: setting('ca-path', 'CONSUL_CAPATH') || undefined,
    certificate: setting('client-cert', 'CONSUL_CLIENT_CERT') || undefined,
    key: setting('client-key', 'CONSUL_CLIENT_KEY') || undefined,
    serverName: setting('tls-server-name', 'CONSUL_TLS_SERVER_NAME') || undefined,
    insecure: isFalse(env['CONSUL_HTTP_SSL_VERIFY']),
  }
  return Object.values(tls).some(Boolean) ? { tls } : {}
}

/** A file beats a token, and any flag beats the environment. */
function tokenOf(flags: Flags, env: Env): string | undefined {
  const [flagFile, flagToken] = [flags.string('token-file'), flags.string('token')]
  const given = flagFile || flagToken
  const file = given ? flagFile : env['CONSUL_HTTP_TOKEN_FILE']
  return file ? readToken(file) : given ? flagToken : env['CONSUL_HTTP_TOKEN']
}

function readToken(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined
  } catch (error) {
    throw new ClientError(`Error loading token file ${path} : ${fileErrorText(error, path)}`, { cause: error })
  }
}

const isTrue = (text = ''): boolean => parseBoolText(text) === true
const isFalse = (text = ''): boolean => parseBoolText(text) === false
