import { ipBytes, networkOf } from '../../../../lib/ip.ts'
import { formatDuration, MILLISECOND, parseDuration } from '../../../../go/duration.ts'
import type { Settings } from '../../../../model/settings.ts'
import { renderEntry } from '../../../../api/render/config-entry.ts'
import type { ConfigEntry } from '../../../../model/rows.ts'
import { hashOfEntry } from '../../../../state/config-entry.ts'
import { decodeEntry } from '../../../../state/config-entries/decode.ts'
import { showChecks, showLocality, showServices } from './definitions.ts'
import { configuredAt, showTable, unlimited } from './table.ts'

type Shown = Readonly<Record<string, unknown>>

/** What Consul makes of several keys, or shows in another form than that in which it is configured. */
export function derived(settings: Settings, shown: Shown): object {
  const { configured, dev, connect, retryJoinWan } = settings
  const at = (path: string): unknown => configuredAt(configured, path)
  const strings = (path: string): readonly string[] => (at(path) as readonly string[] | undefined) ?? []
  return {
    ...autoConfig(shown, settings),
    AutoEncryptIPSAN: strings('auto_encrypt.ip_san').map(ipBytes),
    Checks: showChecks(at('checks')),
    Cloud: { ...(shown['Cloud'] as object), NodeID: settings.nodeId, NodeName: settings.nodeName },
    ConnectCAConfig: connect.caConfig,
    ...raftTimeouts(Number(at('performance.raft_multiplier') ?? (dev ? 1 : 5)), dev),
    DisableKeyringFile: at('disable_keyring_file') ?? dev,
    Locality: showLocality(at('locality')),
    Logging: showTable(LOGGING, configured, dev),
    RPCConfig: { EnableStreaming: at('rpc.enable_streaming') ?? settings.server },
    RaftLogStoreConfig: {
      ...(shown['RaftLogStoreConfig'] as object),
      WAL: { SegmentSize: Number(at('raft_logstore.wal.segment_size_mb') ?? 64) << 20 },
    },
    RequestLimitsMode: LIMIT_MODES.indexOf(settings.limits.requests.mode),
    RetryJoinWAN: retryJoinWan,
    SerfAllowedCIDRsLAN: strings('serf_lan_allowed_cidrs').map(networkOf),
    SerfAllowedCIDRsWAN: strings('serf_wan_allowed_cidrs').map(networkOf),
    Services: showServices(at('services')),
    Telemetry: telemetry(shown, settings),
    // Consul shows nothing of what is in them
    Watches: settings.watches.map(() => ({})),
    XDSUpdateRateLimit: unlimited(Number(at('xds.update_max_per_second') ?? 250)),
  }
}

const LIMIT_MODES: readonly string[] = ['disabled', 'permissive', 'enforcing']

const LOGGING = `
EnableSyslog enable_syslog false
LogFilePath log_file ""
LogJSON log_json false
LogLevel log_level "INFO" "DEBUG"
LogRotateBytes log_rotate_bytes 0
LogRotateDuration log_rotate_duration 0s
LogRotateMaxFiles log_rotate_max_files 0
Name - ""
SyslogFacility syslog_facility "LOCAL0"`

/** Leeways are shown in nanoseconds, addresses by their bytes. */
function autoConfig({ AutoConfig }: Shown, { configured }: Settings): object {
  const shown = AutoConfig as { Authorizer: { AuthMethod: { Config: object } } }
  const { Authorizer } = shown
  const leeway = (name: string): number =>
    parseDuration((configuredAt(configured, `auto_config.authorization.static.${name}`) as string) ?? '0s')
  return {
    AutoConfig: {
      ...shown,
      Authorizer: {
        ...Authorizer,
        AuthMethod: {
          ...Authorizer.AuthMethod,
          Config: {
            ...Authorizer.AuthMethod.Config,
            ClockSkewLeeway: leeway('clock_skew_leeway'),
            ExpirationLeeway: leeway('expiration_leeway'),
            NotBeforeLeeway: leeway('not_before_leeway'),
          },
        },
      },
      IPSANs: ((configuredAt(configured, 'auto_config.ip_sans') as readonly string[] | undefined) ?? []).map(ipBytes),
    },
  }
}

/** Multiples of Raft's own times, which are shorter with `-dev`. */
function raftTimeouts(multiplier: number, dev: boolean): object {
  const times = (ms: number): string => formatDuration(multiplier * ms * MILLISECOND)
  return {
    ConsulRaftElectionTimeout: times(dev ? 52 : 1000),
    ConsulRaftHeartbeatTimeout: times(dev ? 35 : 1000),
    ConsulRaftLeaderLeaseTimeout: times(dev ? 20 : 500),
  }
}

/** A metric that Consul itself blocks unless it is allowed by its name. */
function telemetry({ Telemetry }: Shown, { telemetry: { filter } }: Settings): object {
  const shown = Telemetry as { MetricsPrefix: string }
  const calls = `${shown.MetricsPrefix}.rpc.server.call`
  const blocks = filter.allowed.includes(calls) ? [] : [calls]
  return { ...shown, AllowedPrefixes: filter.allowed, BlockedPrefixes: [...filter.blocked, ...blocks] }
}

/** As it is written at the start of a datacenter: with a hash, and without an index. */
export function showEntry(raw: Shown): object {
  const { kind, fields } = decodeEntry(raw)
  const row = { ...fields, Kind: kind.kind, Hash: hashOfEntry(kind, fields), CreateIndex: 0, ModifyIndex: 0 }
  return renderEntry(row as ConfigEntry)
}
