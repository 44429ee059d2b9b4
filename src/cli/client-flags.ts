import { ConsulClient } from '../client/client.ts'
import { clientOptionsOf as optionsFromEnvironment } from '../client/environment.ts'
import { ClientError } from '../client/errors.ts'
import type { ClientOptions } from '../client/options.ts'
import { CommandError } from './command.ts'
import type { Flag, Flags } from '../go/flag.ts'

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

/** The client that flags and environment describe; throws a CommandError when they do not make one. An empty `failed`: the reason alone. */
export function clientOf(flags: Flags, env: Env, failed = 'Error connecting to Consul agent'): ConsulClient {
  const untold = { ...env, CONSUL_HTTP_TOKEN_FILE: '' }
  try {
    // a file with a token is the last thing that the official command looks at
    if (hasTokenFile(flags, env)) void new ConsulClient(clientOptionsOf(withoutToken(flags), untold))
    return new ConsulClient(clientOptionsOf(flags, env))
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    throw new CommandError(failed === '' ? error.message : `${failed}: ${error.message}`, { cause: error })
  }
}

/** The same; what the flags say of a token is passed over. */
export const clientWithoutToken = (flags: Flags, env: Env): ConsulClient => clientOf(withoutToken(flags), env)

const withoutToken = (flags: Flags): Flags => flags.with(new Map(['token', 'token-file'].map(name => [name, ''])))
const hasTokenFile = (flags: Flags, env: Env): boolean =>
  Boolean(flags.string('token-file') || env['CONSUL_HTTP_TOKEN_FILE'])

/** The same as options. */
export function clientOptionsOf(flags: Flags, env: Env): ClientOptions {
  const given = (name: string): string | undefined => flags.string(name) || undefined
  return {
    ...optionsFromEnvironment(env, {
      address: given('http-addr'),
      token: given('token'),
      tokenFile: given('token-file'),
      namespace: given('namespace'),
      partition: given('partition'),
      tls: {
        caFile: given('ca-file'),
        caPath: given('ca-path'),
        certificate: given('client-cert'),
        key: given('client-key'),
        serverName: given('tls-server-name'),
      },
    }),
    datacenter: given('datacenter'),
    stale: flags.bool('stale'),
  }
}
