import type { Settings } from '../model/settings.ts'
import { defaultAutopilotConfig, setAutopilotConfig } from '../state/autopilot.ts'
import { defaultCaConfig, setCaConfig } from '../state/ca-config.ts'
import { ensureAclSystem } from '../state/acl/bootstrap.ts'
import type { NewTokenParts } from '../state/acl/tokens.ts'
import type { Tx } from '../state/store.ts'

/** What a new cluster has to begin with. */
export function configureCluster(tx: Tx, { acl, connect }: Settings, parts: NewTokenParts): void {
  setAutopilotConfig(tx, defaultAutopilotConfig)
  if (connect.enabled) setCaConfig(tx, defaultCaConfig(connect.clusterId))
  if (acl.enabled) ensureAclSystem(tx, acl.initialManagement, parts)
}
