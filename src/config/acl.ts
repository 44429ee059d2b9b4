import { type AclSettings, defaultSettings } from '../model/settings.ts'
import type { ConfigReader } from './reader.ts'

/** The `acl` block, and the keys that said the same before there was one. */
export function readAcl(reader: ConfigReader): AclSettings {
  const standard = defaultSettings.acl
  const text = (...paths: readonly string[]): string => {
    for (const path of paths) {
      const value = reader.string(path)
      if (value !== undefined && value !== '') return value
    }
    return ''
  }
  const tokenTtl = reader.duration('acl.token_ttl') ?? reader.duration('acl_ttl')
  return {
    // the deprecated name of the primary datacenter means that there are ACLs, whatever it says
    enabled: reader.string('acl_datacenter') !== undefined || (reader.bool('acl.enabled') ?? false),
    defaultPolicy: text('acl.default_policy', 'acl_default_policy') || standard.defaultPolicy,
    downPolicy: text('acl.down_policy', 'acl_down_policy') || standard.downPolicy,
    enableKeyListPolicy:
      reader.bool('acl.enable_key_list_policy') ?? reader.bool('acl_enable_key_list_policy') ?? false,
    enableTokenPersistence: reader.bool('acl.enable_token_persistence') ?? false,
    enableTokenReplication:
      reader.bool('acl.enable_token_replication') ?? reader.bool('enable_acl_replication') ?? false,
    policyTtl: reader.duration('acl.policy_ttl') ?? standard.policyTtl,
    roleTtl: reader.duration('acl.role_ttl') ?? standard.roleTtl,
    tokenTtl: tokenTtl ?? standard.tokenTtl,
    initialManagement: text('acl.tokens.initial_management', 'acl.tokens.master', 'acl_master_token'),
    tokens: {
      agent: text('acl.tokens.agent', 'acl_agent_token'),
      default: text('acl.tokens.default', 'acl_token'),
      dns: text('acl.tokens.dns'),
      recovery: text('acl.tokens.agent_recovery', 'acl.tokens.agent_master', 'acl_agent_master_token'),
      registration: text('acl.tokens.config_file_service_registration'),
      replication: text('acl.tokens.replication', 'acl_replication_token'),
    },
  }
}
