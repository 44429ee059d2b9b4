import type { Config } from './decode.ts'

/** Keys that Consul calls deprecated, and what to write instead, in the order of its warnings. */
const DEPRECATED: readonly (readonly [string, string])[] = Object.entries({
  acl_datacenter: 'primary_datacenter',
  'acl.tokens.agent_master': 'acl.tokens.agent_recovery',
  acl_agent_master_token: 'acl.tokens.agent_recovery',
  acl_agent_token: 'acl.tokens.agent',
  acl_token: 'acl.tokens.default',
  'acl.tokens.master': 'acl.tokens.initial_management',
  acl_master_token: 'acl.tokens.initial_management',
  acl_replication_token: 'acl.tokens.replication',
  enable_acl_replication: 'acl.enable_token_replication',
  acl_default_policy: 'acl.default_policy',
  acl_down_policy: 'acl.down_policy',
  acl_ttl: 'acl.token_ttl',
  acl_enable_key_list_policy: 'acl.enable_key_list_policy',
  start_join: 'retry_join',
  start_join_wan: 'retry_join_wan',
  raft_boltdb: 'raft_logstore.boltdb',
  ca_file: 'tls.defaults.ca_file',
  ca_path: 'tls.defaults.ca_path',
  cert_file: 'tls.defaults.cert_file',
  key_file: 'tls.defaults.key_file',
  tls_cipher_suites: 'tls.defaults.tls_cipher_suites',
  tls_min_version: 'tls.defaults.tls_min_version',
  verify_incoming: 'tls.defaults.verify_incoming',
  verify_incoming_https: 'tls.https.verify_incoming',
  verify_incoming_rpc: 'tls.internal_rpc.verify_incoming',
  verify_outgoing: 'tls.defaults.verify_outgoing',
  verify_server_hostname: 'tls.internal_rpc.verify_server_hostname',
  tls_prefer_server_cipher_suites: '',
  ui: 'ui_config.enabled',
  ui_dir: 'ui_config.dir',
  ui_content_path: 'ui_config.content_path',
})

/** Consul's warnings about deprecated keys. */
export function deprecations(config: Readonly<Config>): string[] {
  const warnings = PECULIAR.filter(({ key }) => has(config, key)).map(({ text }) => text)
  for (const [key, instead] of DEPRECATED) {
    if (!has(config, key)) continue
    const version = key === 'tls_min_version' ? TLS_VERSIONS.get(String(config[key])) : undefined
    if (version) {
      warnings.push(
        `'tls_min_version' value '${String(config[key])}' is deprecated, please specify '${version}' instead`,
      )
    }
    const rest = instead === '' ? ' and will be ignored.' : `. Use the '${instead}' field instead.`
    warnings.push(`The '${key}' field is deprecated${rest}`)
  }
  return warnings
}

/** What was called otherwise before. */
const TLS_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['tls10', 'TLSv1_0'],
  ['tls11', 'TLSv1_1'],
  ['tls12', 'TLSv1_2'],
  ['tls13', 'TLSv1_3'],
])

const enterprise = (key: string, called = key): { key: string; text: string } => ({
  key,
  text: `"${called}" is a Consul Enterprise configuration and will have no effect`,
})
const READ_REPLICA = 'read_replica (or the deprecated non_voting_server)'

/** Keys with a text of their own. */
const PECULIAR: readonly { readonly key: string; readonly text: string }[] = [
  {
    key: 'acl_enforce_version_8',
    text: 'config key "acl_enforce_version_8" is deprecated and should be removed',
  },
  enterprise('read_replica', READ_REPLICA),
  enterprise('non_voting_server', READ_REPLICA),
  enterprise('reporting.license.enabled'),
  enterprise('acl.msp_disable_bootstrap'),
  enterprise('acl.tokens.managed_service_provider'),
]

function has(config: Readonly<Config>, path: string): boolean {
  let value: unknown = config
  for (const name of path.split('.')) value = (value as Config | undefined)?.[name]
  return value !== undefined
}
