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
  // of Vault and AWS, which are only checked
  existing_arn: 'ExistingARN',
  delete_on_exit: 'DeleteOnExit',
  address: 'Address',
  token: 'Token',
  auth_method: 'AuthMethod',
  root_pki_path: 'RootPKIPath',
  root_pki_namespace: 'RootPKINamespace',
  intermediate_pki_path: 'IntermediatePKIPath',
  intermediate_pki_namespace: 'IntermediatePKINamespace',
  namespace: 'Namespace',
  ca_file: 'CAFile',
  ca_path: 'CAPath',
  cert_file: 'CertFile',
  key_file: 'KeyFile',
  tls_server_name: 'TLSServerName',
  tls_skip_verify: 'TLSSkipVerify',
}

/** Consul's `connect`. */
export function readConnect(reader: ConfigReader): Settings['connect'] {
  const given = (reader.value('connect.ca_config') ?? {}) as Readonly<Record<string, unknown>>
  const { cluster_id: id, ...rest } = given
  return {
    enabled: reader.bool('connect.enabled') ?? true,
    caProvider: reader.string('connect.ca_provider') ?? '',
    clusterId: typeof id === 'string' && id !== '' ? id : undefined,
    caConfig: Object.fromEntries(Object.entries(rest).map(([key, value]) => [CA_KEYS[key] ?? key, value])),
  }
}
