/** The configuration of Autopilot as the API shows it; durations are texts such as `200ms`. */
export interface AutopilotConfig {
  readonly CleanupDeadServers: boolean
  readonly LastContactThreshold: string
  readonly MaxTrailingLogs: number | bigint
  readonly MinQuorum: number | bigint
  readonly ServerStabilizationTime: string
  readonly RedundancyZoneTag: string
  readonly DisableUpgradeMigration: boolean
  readonly UpgradeVersionTag: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

/** Where it is. */
export const AUTOPILOT_PATH = '/v1/operator/autopilot/configuration'
