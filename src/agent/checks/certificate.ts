import type tls from 'node:tls'
import { isIP } from '../../lib/ip.ts'

/**
 * Go's text for what is wrong with the certificate of a connection that was made without verifying it; undefined when
 * nothing is. Go looks at the times first, then at the name, then at the issuer; Node does it the other way around.
 */
export function certificateError(socket: tls.TLSSocket, name: string): string | undefined {
  const certificate = socket.getPeerCertificate()
  // Node's own typing calls it an error; it is the code of one.
  const code = String(socket.authorizationError ?? '')
  const what =
    code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID'
      ? 'certificate has expired or is not yet valid'
      : (nameError(certificate, name) ?? (code && 'certificate signed by unknown authority'))
  return what ? `tls: failed to verify certificate: x509: ${what}` : undefined
}

function nameError(certificate: tls.PeerCertificate, name: string): string | undefined {
  if (!process.getBuiltinModule('node:tls').checkServerIdentity(name, certificate)) return undefined
  const isIp = isIP(name) !== 0
  const names = (certificate.subjectaltname ?? '')
    .split(', ')
    .filter(part => part.startsWith(isIp ? 'IP Address:' : 'DNS:'))
    .map(part => part.slice(part.indexOf(':') + 1))
  if (names.length > 0) return `certificate is valid for ${names.join(', ')}, not ${name}`
  if (isIp) return `cannot validate certificate for ${name} because it doesn't contain any IP SANs`
  return `certificate is not valid for any names, but wanted to match ${name}`
}
