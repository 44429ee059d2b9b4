import { quoteGo } from '../go/quote.ts'
import { levelOf } from '../logging/levels.ts'
import { defaultSettings, type RequestLimitSettings, type Settings } from '../model/settings.ts'
import { readAcl } from './acl.ts'
import { readAutopilot } from './autopilot.ts'
import { readAddresses, readRecursors } from './addresses.ts'
import { readConnect } from './connect.ts'
import { type Config, decodeConfig } from './decode.ts'
import { readDefinitions } from './definitions.ts'
import { readDns } from './dns.ts'
import { checkDurations } from './durations.ts'
import { readJoin } from './join.ts'
import { gatherDefinitions } from './merge.ts'
import { isCidr, readDomain, readLocality } from './node.ts'
import { readPortRanges, readPorts } from './ports.ts'
import { ConfigReader } from './reader.ts'
import { readTelemetry } from './telemetry.ts'
import { readTls } from './tls.ts'
import { readUi } from './ui.ts'
import { readUnused } from './unused.ts'
import type { SettingsOptions } from './settings-options.ts'
import { validate } from './validate.ts'

/** The settings that a configuration describes, spelled as in a file. Throws ConfigError with Consul's text. */
export function settingsFromConfig(config: Readonly<Config>, options: SettingsOptions): Settings {
  return settingsFromDecoded(gatherDefinitions(decodeConfig(config)), options)
}

/** The settings that a configuration describes whose files were decoded and merged. */
export function settingsFromDecoded(decoded: Config, options: SettingsOptions): Settings {
  const reader = new ConfigReader(decoded, options.interfaces, options.dev)
  checkDurations(decoded, reader)
  const settings = readSettings(reader, options)
  readUnused(reader)
  validate({ settings, reader, options })
  return settings
}

const readDatacenter = (reader: ConfigReader): string =>
  (reader.string('datacenter') ?? defaultSettings.datacenter).toLowerCase()

function readSettings(reader: ConfigReader, options: SettingsOptions): Settings {
  const { dev, hostname, validateOnly } = options
  const server = reader.bool('server') ?? dev
  const ui = readUi(reader, dev)
  const expect = reader.int('bootstrap_expect') ?? 0
  const datacenter = readDatacenter(reader)
  return {
    nodeName: (reader.string('node_name') || hostname || defaultSettings.nodeName).trim(),
    nodeId: ((!validateOnly && reader.string('node_id')) || options.nodeId || defaultSettings.nodeId).toLowerCase(),
    nodeMeta: reader.map('node_meta'),
    datacenter,
    primaryDatacenter: (
      reader.string('primary_datacenter') ||
      reader.string('acl_datacenter') ||
      datacenter
    ).toLowerCase(),
    // an empty one and a dot are the root
    domain: readDomain(reader.string('domain') ?? defaultSettings.domain) ?? '',
    configuredDomains: {
      domain: reader.string('domain') ?? defaultSettings.configuredDomains.domain,
      altDomain: reader.string('alt_domain') ?? '',
    },
    altDomain: readDomain(reader.string('alt_domain')),
    server,
    dev,
    // expecting one server is the same as being the first
    bootstrap: (reader.bool('bootstrap') ?? false) || expect === 1,
    bootstrapExpect: expect === 1 ? 0 : expect,
    ...readAddresses(reader, options),
    ...readJoin(reader),
    peeringEnabled: reader.bool('peering.enabled') ?? defaultSettings.peeringEnabled,
    translateWanAddresses: reader.bool('translate_wan_addrs') ?? false,
    ports: readPorts(reader, { dev, server }),
    dns: readDns(reader),
    recursors: readRecursors(reader),
    http: readHttp(reader),
    limits: {
      kvMaxValueSize: reader.int('limits.kv_max_value_size') ?? defaultSettings.limits.kvMaxValueSize,
      txnMaxReqLen: reader.int('limits.txn_max_req_len') ?? defaultSettings.limits.txnMaxReqLen,
      httpMaxConnsPerClient:
        reader.int('limits.http_max_conns_per_client') ?? defaultSettings.limits.httpMaxConnsPerClient,
      requests: readRequestLimits(reader),
    },
    sessionTtlMin: reader.duration('session_ttl_min') || defaultSettings.sessionTtlMin,
    defaultQueryTime: reader.duration('default_query_time') || defaultSettings.defaultQueryTime,
    maxQueryTime: reader.duration('max_query_time') || defaultSettings.maxQueryTime,
    discoveryMaxStale: reader.duration('discovery_max_stale') ?? 0,
    checkOutputMaxSize: reader.int('check_output_max_size') ?? defaultSettings.checkOutputMaxSize,
    checkUpdateInterval: reader.duration('check_update_interval') ?? defaultSettings.checkUpdateInterval,
    discardCheckOutput: reader.bool('discard_check_output') ?? false,
    enableScriptChecks: reader.bool('enable_script_checks') ?? false,
    enableLocalScriptChecks: reader.bool('enable_local_script_checks') ?? false,
    disableRemoteExec: reader.bool('disable_remote_exec') ?? true,
    leaveOnTerm: reader.bool('leave_on_terminate') ?? !server,
    skipLeaveOnInterrupt: reader.bool('skip_leave_on_interrupt') ?? server,
    connect: readConnect(reader),
    autopilot: readAutopilot(reader),
    disableCoordinates: reader.bool('disable_coordinates') ?? false,
    locality: readLocality(reader),
    acl: readAcl(reader),
    ui,
    ...readDefinitions(reader),
    watches: reader.blocks('watches'),
    configEntries: reader.blocks('config_entries.bootstrap'),
    defaultIntentionPolicy: reader.string('default_intention_policy') ?? '',
    log: readLog(reader, validateOnly === true),
    unixSockets: {
      mode: reader.string('unix_sockets.mode') || undefined,
      user: reader.string('unix_sockets.user') || undefined,
      group: reader.string('unix_sockets.group') || undefined,
    },
    ...readPortRanges(reader),
    telemetry: readTelemetry(reader),
    enableDebug: reader.bool('enable_debug') ?? dev,
    pidFile: reader.string('pid_file') || undefined,
    dataDir: reader.string('data_dir') || undefined,
    keepsState: server && !dev,
    tls: readTls(reader),
    configured: reader.config,
  }
}

const LIMIT_MODES: readonly string[] = ['disabled', 'permissive', 'enforcing']

function readRequestLimits(reader: ConfigReader): RequestLimitSettings {
  const { requests } = defaultSettings.limits
  const mode = reader.string('limits.request_limits.mode') || requests.mode
  if (!LIMIT_MODES.includes(mode)) {
    reader.problems.push(`limits.request_limits.mode: invalid mode: ${quoteGo(mode)}`)
  }
  return {
    mode: mode as RequestLimitSettings['mode'],
    readRate: reader.int('limits.request_limits.read_rate') ?? requests.readRate,
    writeRate: reader.int('limits.request_limits.write_rate') ?? requests.writeRate,
  }
}

function readHttp(reader: ConfigReader): Settings['http'] {
  const allowWriteFrom = reader.strings('http_config.allow_write_http_from')
  for (const cidr of allowWriteFrom) {
    if (!isCidr(cidr)) reader.problems.push(`allow_write_http_from: invalid cidr: ${cidr}`)
  }
  return {
    responseHeaders: reader.map('http_config.response_headers'),
    blockEndpoints: reader.strings('http_config.block_endpoints'),
    allowWriteFrom,
    maxHeaderBytes: Math.max(reader.int('http_config.max_header_bytes') ?? 0, 0) || defaultSettings.http.maxHeaderBytes,
    allowUnprintable: reader.bool('disable_http_unprintable_char_filter') ?? false,
    useCache: reader.bool('http_config.use_cache') ?? true,
  }
}

function readLog(reader: ConfigReader, validateOnly: boolean): Settings['log'] {
  const path = reader.string('log_file')
  return {
    level: validateOnly ? 'info' : (levelOf(reader.string('log_level') || 'info') ?? 'info'),
    json: reader.bool('log_json') ?? false,
    file: path
      ? {
          path,
          maxBytes: reader.int('log_rotate_bytes') ?? 0,
          maxAge: reader.duration('log_rotate_duration') || DAY,
          maxFiles: reader.int('log_rotate_max_files') ?? 0,
        }
      : undefined,
  }
}

const DAY = 86_400_000
