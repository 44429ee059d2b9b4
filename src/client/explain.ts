import { errnoText } from '../go/errno.ts'
import { joinHostPort } from '../go/host-port.ts'
import { splitHost, type Target } from './address.ts'
import { ClientError } from './errors.ts'
import { isIPv6 } from '../lib/ip.ts'

interface RequestError extends NodeJS.ErrnoException {
  readonly address?: string
  readonly port?: number
  /** One for each address of a name. */
  readonly errors?: readonly RequestError[]
  readonly host?: string
  readonly cert?: { readonly subjectaltname?: string }
}

/** Why a request failed, in the words of Go. */
export function explain(error: RequestError, target: Target): string {
  if (error instanceof ClientError) return error.message
  const { errors } = error
  // of the addresses of a name, Go reports the first IPv4 one
  const cause = errors?.find(({ address = '' }) => !isIPv6(address)) ?? errors?.[0] ?? error
  const { code = '', syscall = '' } = cause
  if (syscall === 'getaddrinfo') return `dial tcp: lookup ${splitHost(target).hostname}: no such host`
  if (syscall === 'connect') return explainDial(cause, target)
  if (code === 'ECONNRESET' && syscall === '') return 'EOF'
  return EXPLAINED[code]?.(cause) ?? explainTls(code) ?? errnoText(cause)
}

function explainDial(error: RequestError, { socketPath, host }: Target): string {
  const { address = '', port = '' } = error
  // an address without a host is shown without one
  const where = joinHostPort(/^(\[\])?(:\d*)?$/.test(host) ? '' : address, port)
  const dialed = socketPath === undefined ? `tcp ${where}` : `unix ${socketPath}`
  return `dial ${dialed}: connect: ${errnoText(error)}`
}

const EXPLAINED: Readonly<Record<string, (error: RequestError) => string>> = {
  ABORT_ERR: () => 'context canceled',
  EPROTO: () => 'http: server gave HTTP response to HTTPS client',
  ERR_INVALID_CHAR: ({ message }) => `net/http: invalid header field value for ${/".*"/.exec(message)?.[0] ?? ''}`,
  ERR_SSL_WRONG_VERSION_NUMBER: () => 'http: server gave HTTP response to HTTPS client',
  ERR_TLS_CERT_ALTNAME_INVALID({ host = '', cert }) {
    const names = (cert?.subjectaltname ?? '').split(', ').flatMap(name => /^DNS:(.*)/.exec(name)?.[1] ?? [])
    return `tls: failed to verify certificate: x509: certificate is valid for ${names.join(', ')}, not ${host}`
  },
}

const UNKNOWN = 'certificate signed by unknown authority'

const UNVERIFIED: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN,
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
}

function explainTls(code: string): string | undefined {
  const unverified = UNVERIFIED[code]
  if (unverified !== undefined) return `tls: failed to verify certificate: x509: ${unverified}`
  const alert = /^ERR_SSL_TLSV1\w*?_ALERT_(\w+)$/.exec(code)?.[1]
  return alert && `remote error: tls: ${alert.toLowerCase().replaceAll('_', ' ')}`
}
