import type { Settings } from '../model/settings.ts'
import { setAutopilotConfig } from '../state/autopilot.ts'
import { defaultCaConfig, setCaConfig } from '../state/ca-config.ts'
import { CONFIG_ENTRY } from '../state/config-entries/read.ts'
import { ensureAclSystem } from '../state/acl/bootstrap.ts'
import type { NewTokenParts } from '../state/acl/tokens.ts'
import { writeFederationState } from '../state/federation-state.ts'
import { ONLY } from '../state/schema.ts'
import type { Tx } from '../state/store.ts'

/** What a cluster has to begin with; what it has from earlier stays. */
export function configureCluster(tx: Tx, settings: Settings, parts: NewTokenParts): void {
  const { acl, autopilot, connect, datacenter } = settings
  if (!tx.get('autopilot', ONLY)) setAutopilotConfig(tx, autopilot)
  if (connect.enabled && !tx.get('caConfig', ONLY)) {
    setCaConfig(tx, defaultCaConfig(connect), connect.clusterId ?? parts.uuid())
  }
  writeFederationState(tx, datacenter, parts.now)
  if (acl.enabled) ensureAclSystem(tx, acl.initialManagement, parts)
  // a leader of Consul looks for intentions of older servers, and leaves its index here where there are none
  if (!tx.hasEntry(CONFIG_ENTRY)) tx.bump(CONFIG_ENTRY)
}
