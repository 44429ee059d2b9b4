import { MILLISECOND } from '../go/duration.ts'
import type { NewAutopilotConfig } from '../model/rows.ts'
import { defaultSettings } from '../model/settings.ts'
import type { ConfigReader } from './reader.ts'

/** Consul's `autopilot`: what a cluster begins with. */
export function readAutopilot(reader: ConfigReader): NewAutopilotConfig {
  const standard = defaultSettings.autopilot
  const time = (path: string, absent: number): number => {
    const ms = reader.duration(path)
    return ms === undefined ? absent : ms * MILLISECOND
  }
  return {
    CleanupDeadServers: reader.bool('autopilot.cleanup_dead_servers') ?? standard.CleanupDeadServers,
    LastContactThreshold: time('autopilot.last_contact_threshold', standard.LastContactThreshold),
    MaxTrailingLogs: reader.int('autopilot.max_trailing_logs') ?? standard.MaxTrailingLogs,
    MinQuorum: reader.int('autopilot.min_quorum') ?? standard.MinQuorum,
    ServerStabilizationTime: time('autopilot.server_stabilization_time', standard.ServerStabilizationTime),
    RedundancyZoneTag: reader.string('autopilot.redundancy_zone_tag') ?? standard.RedundancyZoneTag,
    DisableUpgradeMigration: reader.bool('autopilot.disable_upgrade_migration') ?? standard.DisableUpgradeMigration,
    UpgradeVersionTag: reader.string('autopilot.upgrade_version_tag') ?? standard.UpgradeVersionTag,
  }
}
