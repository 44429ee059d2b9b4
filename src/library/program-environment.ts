import { environmentOf } from '../client/environment.ts'
import type { Emulator } from '../emulator.ts'
import { joinHostPort } from '../go/host-port.ts'
import { bound } from './address.ts'
import type { OwnCertificate } from './own-certificate.ts'

/** The environment in which programs find an emulator that listens. */
export function environmentOfPrograms(
  { agent, http, https }: Emulator,
  certificate: OwnCertificate | undefined,
): Readonly<Record<string, string>> {
  const { enabled, initialManagement } = agent.settings.acl
  const token = enabled ? initialManagement : ''
  if (!certificate) {
    const { host, port } = bound(http, 'HTTP')
    return environmentOf({ address: joinHostPort(host, port), token })
  }
  const { url } = bound(https, 'HTTPS', 'https')
  const caFile = certificate.caFile()
  const environment = environmentOf({ address: url, ssl: true, token, tls: { caFile } })
  return { ...environment, NODE_EXTRA_CA_CERTS: caFile }
}
