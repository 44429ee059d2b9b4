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
})

/** Those of the page have their place behind others. */
const DEPRECATED_UI: readonly (readonly [string, string])[] = Object.entries({
  ui: 'ui_config.enabled',
  ui_dir: 'ui_config.dir',
  ui_content_path: 'ui_config.content_path',
})

/** Consul's warnings about keys without effect, and about deprecated ones but for those of the page. */
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
    warnings.push(deprecated(key, instead))
  }
  return warnings
}

export const uiDeprecations = (config: Readonly<Config>): string[] =>
  DEPRECATED_UI.filter(([key]) => has(config, key)).map(([key, instead]) => deprecated(key, instead))

const deprecated = (key: string, instead: string): string =>
  `The '${key}' field is deprecated${instead === '' ? ' and will be ignored.' : `. Use the '${instead}' field instead.`}`

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

/** Keys with a text of their own. */
const PECULIAR: readonly { readonly key: string; readonly text: string }[] = [
  {
    key: 'acl_enforce_version_8',
    text: 'config key "acl_enforce_version_8" is deprecated and should be removed',
  },
  enterprise('read_replica', 'read_replica (or the deprecated non_voting_server)'),
  ...[
    'partition',
    'autopilot.redundancy_zone_tag',
    'autopilot.upgrade_version_tag',
    'autopilot.disable_upgrade_migration',
    'dns_config.prefer_namespace',
    'acl.msp_disable_bootstrap',
    'acl.tokens.managed_service_provider',
    'audit',
    'license_path',
    'reporting.license.enabled',
  ].map(key => enterprise(key)),
]

/** Keys that say nothing when they are empty. */
const UNLESS_EMPTY: ReadonlySet<string> = new Set([
  'start_join',
  'start_join_wan',
  'partition',
  'autopilot.redundancy_zone_tag',
  'autopilot.upgrade_version_tag',
])

function has(config: Readonly<Config>, path: string): boolean {
  let value: unknown = config
  for (const name of path.split('.')) value = (value as Config | undefined)?.[name]
  if (path === 'audit') return (value as { enabled?: boolean } | undefined)?.enabled === true
  if (UNLESS_EMPTY.has(path) && (value as string | readonly unknown[] | undefined)?.length === 0) return false
  return value !== undefined
}
