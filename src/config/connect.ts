import type { Settings } from '../model/settings.ts'
import type { ConfigReader } from './reader.ts'

/** Keys of `connect.ca_config` by the names that they have in the certificate authority's configuration. */
const CA_KEYS: Readonly<Record<string, string>> = {
  private_key: 'PrivateKey',
  private_key_type: 'PrivateKeyType',
  private_key_bits: 'PrivateKeyBits',
  root_cert: 'RootCert',
  root_cert_ttl: 'RootCertTTL',
  intermediate_cert_ttl: 'IntermediateCertTTL',
  leaf_cert_ttl: 'LeafCertTTL',
  csr_max_per_second: 'CSRMaxPerSecond',
  csr_max_concurrent: 'CSRMaxConcurrent',
}

/** Consul's `connect`. */
export function readConnect(reader: ConfigReader): Settings['connect'] {
  const given = (reader.value('connect.ca_config') ?? {}) as Readonly<Record<string, unknown>>
  const { cluster_id: id, ...rest } = given
  return {
    enabled: reader.bool('connect.enabled') ?? true,
    clusterId: typeof id === 'string' && id !== '' ? id : undefined,
    caConfig: Object.fromEntries(Object.entries(rest).map(([key, value]) => [CA_KEYS[key] ?? key, value])),
  }
}
