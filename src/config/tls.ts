import { defaultSettings, type Settings, type TlsSettings } from '../model/settings.ts'
import { ConfigError } from './errors.ts'
import type { ConfigReader } from './reader.ts'

const VERSIONS: ReadonlySet<string> = new Set(['TLS_AUTO', 'TLSv1_0', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'])
/** What versions were called before. */
const OLD_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['tls10', 'TLSv1_0'],
  ['tls11', 'TLSv1_1'],
  ['tls12', 'TLSv1_2'],
  ['tls13', 'TLSv1_3'],
])
const SUITES: ReadonlySet<string> = new Set(
  ['ECDSA', 'RSA'].flatMap(key =>
    ['AES_128_CBC_SHA', 'AES_256_CBC_SHA', 'AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', 'CHACHA20_POLY1305_SHA256'].map(
      cipher => `TLS_ECDHE_${key}_WITH_${cipher}`,
    ),
  ),
)

/** Keys of the listeners that were at the top of the configuration before. */
const OLD_PLACES: ReadonlyMap<string, string> = new Map([
  ['https.verify_incoming', 'verify_incoming_https'],
  ['internal_rpc.verify_incoming', 'verify_incoming_rpc'],
  ['internal_rpc.verify_server_hostname', 'verify_server_hostname'],
])

/** Reads how each listener uses TLS: its own block wins over `defaults`, and both over the keys that were at the top. */
export function readTls(reader: ConfigReader): Settings['tls'] {
  judgeDefaults(reader)
  return {
    https: readListener(reader, 'https'),
    internalRpc: readListener(reader, 'internal_rpc'),
    grpc: readListener(reader, 'grpc'),
    handshakeTimeout: reader.duration('limits.https_handshake_timeout') ?? defaultSettings.tls.handshakeTimeout,
    agentTlsForChecks: reader.bool('enable_agent_tls_for_checks') ?? false,
  }
}

/** Values that all listeners have until they have their own are refused even where all of them do. */
function judgeDefaults(reader: ConfigReader): void {
  const text = (key: string): string => reader.string(`tls.defaults.${key}`) ?? reader.string(key) ?? ''
  readVersion(reader, 'tls.defaults.tls_min_version', text('tls_min_version'))
  readSuites(reader, 'tls.defaults.tls_cipher_suites', text('tls_cipher_suites'))
}

function readListener(reader: ConfigReader, listener: string): TlsSettings {
  const find = (key: string): unknown =>
    reader.value(`tls.${listener}.${key}`) ??
    reader.value(OLD_PLACES.get(`${listener}.${key}`) ?? '') ??
    reader.value(`tls.defaults.${key}`) ??
    reader.value(key)
  const text = (key: string): string => (find(key) as string | undefined) ?? ''
  // a value that all listeners take over is refused once, where it stands
  const nameOf = (key: string): string =>
    `tls.${reader.value(`tls.${listener}.${key}`) === undefined ? 'defaults' : listener}.${key}`
  const flag = (key: string): boolean => find(key) === true
  return {
    caFile: text('ca_file'),
    caPath: text('ca_path'),
    certFile: text('cert_file'),
    keyFile: text('key_file'),
    cipherSuites: readSuites(reader, nameOf('tls_cipher_suites'), text('tls_cipher_suites')),
    minVersion: readVersion(reader, nameOf('tls_min_version'), text('tls_min_version')),
    verifyIncoming: flag('verify_incoming'),
    verifyOutgoing: listener !== 'https' && flag('verify_outgoing'),
    verifyServerHostname: listener === 'internal_rpc' && flag('verify_server_hostname'),
  }
}

function report(problems: string[], problem: string): void {
  if (!problems.includes(problem)) problems.push(problem)
}

function readVersion({ problems }: ConfigReader, name: string, given: string): string {
  const version = OLD_VERSIONS.get(given) ?? (given || 'TLSv1_2')
  if (!VERSIONS.has(version)) {
    report(
      problems,
      `${name}: invalid TLS version: no matching TLS version found for ${version}, please specify one of [${[...VERSIONS].join(', ')}]`,
    )
  }
  return version
}

function readSuites({ problems }: ConfigReader, name: string, given: string): readonly string[] {
  const suites = given
    .split(',')
    .map(suite => suite.trim())
    .filter(suite => suite !== '')
  const unknown = suites.find(suite => !SUITES.has(suite))
  if (unknown !== undefined) {
    report(
      problems,
      `${name}: invalid TLS cipher suites: no matching Consul Agent TLS cipher suite found for ${unknown}`,
    )
  }
  return suites
}

/** What Consul looks at once the agent starts, listener by listener. */
export function checkTls({ internalRpc, grpc, https }: Settings['tls']): void {
  for (const listener of [internalRpc, grpc, https]) {
    const hasCa = listener.caFile !== '' || listener.caPath !== ''
    if (listener.verifyOutgoing && !hasCa) {
      throw new ConfigError('VerifyOutgoing set but no CA certificates were provided')
    }
    if (!listener.verifyIncoming) continue
    if (!hasCa) throw new ConfigError('VerifyIncoming set but no CA certificates were provided')
    if (listener.certFile === '' || listener.keyFile === '') {
      throw new ConfigError(
        'VerifyIncoming requires either a Cert and Key pair in the configuration file, or auto_encrypt/auto_config be enabled',
      )
    }
  }
}
