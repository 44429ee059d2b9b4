import { refuseEntry } from './kind.ts'

const VERSIONS = ['TLS_AUTO', 'TLSv1_0', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'] as const

/** Those that Envoy knows. */
const CIPHER_SUITES: ReadonlySet<string> = new Set([
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
])

export interface TlsVersions {
  readonly TLSMinVersion: string
  readonly TLSMaxVersion: string
  readonly CipherSuites: readonly string[] | null
}

/** Refuses versions and cipher suites that do not exist or do not go together. */
export function checkTlsVersions(
  { TLSMinVersion: min, TLSMaxVersion: max, CipherSuites }: TlsVersions,
  prefix = '',
): void {
  checkVersion(min, prefix)
  checkVersion(max, prefix)
  if (max !== '' && max !== 'TLS_AUTO' && min !== '' && rank(min) > rank(max)) {
    refuseEntry(`${prefix}configuring max version ${max} less than the configured min version ${min} is invalid`)
  }
  const suites = CipherSuites ?? []
  if (suites.length > 0 && min === 'TLSv1_3') {
    const why = 'only applicable to connections negotiated with TLS 1.2 or earlier'
    refuseEntry(`${prefix}configuring CipherSuites is ${why}, TLSMinVersion is set to ${min}`)
  }
  const unknown = suites.filter(suite => !CIPHER_SUITES.has(suite))
  if (unknown.length > 0) refuseEntry(`${prefix}no matching Envoy TLS cipher suite found for ${unknown.join(',')}`)
}

const rank = (version: string): number => VERSIONS.indexOf(version as (typeof VERSIONS)[number])

function checkVersion(version: string, prefix: string): void {
  if (version === '' || rank(version) >= 0) return
  refuseEntry(`${prefix}no matching TLS version found for ${version}, please specify one of [${VERSIONS.join(', ')}]`)
}
