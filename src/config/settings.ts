import { quoteGo } from '../go/quote.ts'
import { levelOf } from '../logging/levels.ts'
import type { LogLevel } from '../model/log-level.ts'
import { defaultSettings, type RequestLimitSettings, type Settings } from '../model/settings.ts'
import { readAcl } from './acl.ts'
import { readAutopilot } from './autopilot.ts'
import { checkAddresses, readAddresses, readRecursors } from './addresses.ts'
import { readConnect } from './connect.ts'
import { type Config, decodeConfig } from './decode.ts'
import { readDefinitions } from './definitions.ts'
import { checkDns, readDns } from './dns.ts'
import { checkDurations } from './durations.ts'
import { ConfigError } from './errors.ts'
import { multierror } from '../go/multierror.ts'
import type { InterfaceAddress } from './interfaces.ts'
import { checkJoin, readJoin } from './join.ts'
import { gatherDefinitions } from './merge.ts'
import { checkNodeMeta, isCidr, readDomain, readLocality, readNodeId } from './node.ts'
import { checkDataDir } from './node-id.ts'
import { checkPorts, readPortRanges, readPorts } from './ports.ts'
import { ConfigReader } from './reader.ts'
import { readTelemetry } from './telemetry.ts'
import { readTls } from './tls.ts'
import { checkUi, readUi } from './ui.ts'
import { checkUnused, readUnused } from './unused.ts'

/** What a configuration does not contain. */
export interface SettingsOptions {
  /** Started with `-dev`: other defaults, no data stored. */
  readonly dev: boolean
  /** The node's name unless `node_name` is given. */
  readonly hostname?: string
  /** The node's ID unless `node_id` is given. */
  readonly nodeId?: string
  /** What Consul looks at only when an agent starts is not looked at. */
  readonly validateOnly?: boolean
  /** Throws ConfigError on entries of `config_entries.bootstrap` that are none, which is said before all else. */
  readonly checkEntries?: (entries: Settings['configEntries']) => void
  /** The machine's addresses, for templates. */
  readonly interfaces?: () => readonly InterfaceAddress[]
}

/** The settings that a configuration describes, spelled as in a file. Throws ConfigError with Consul's text. */
export function settingsFromConfig(config: Readonly<Config>, options: SettingsOptions): Settings {
  return settingsFromDecoded(gatherDefinitions(decodeConfig(config)), options)
}

/** The settings that a configuration describes whose files were decoded and merged. */
export function settingsFromDecoded(decoded: Config, options: SettingsOptions): Settings {
  const reader = new ConfigReader(decoded, options.interfaces, options.dev)
  // before all else, as in Consul
  options.checkEntries?.(reader.blocks('config_entries.bootstrap'))
  checkDatacenter(readDatacenter(reader))
  if (!options.dev && !reader.string('data_dir')) throw new ConfigError('data_dir cannot be empty')
  checkDurations(decoded, reader)
  const settings = readSettings(reader, options)
  readUnused(reader)
  // what was read is checked as a whole first, as in Consul
  checkSettings(settings, reader)
  if (reader.problems.length > 0) throw new ConfigError(multierror(reader.problems))
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
    nodeId: readNodeId((!validateOnly && reader.string('node_id')) || options.nodeId || defaultSettings.nodeId),
    nodeMeta: reader.map('node_meta'),
    datacenter,
    primaryDatacenter: (
      reader.string('primary_datacenter') ||
      reader.string('acl_datacenter') ||
      datacenter
    ).toLowerCase(),
    domain: reader.string('domain') === '' ? '' : (readDomain(reader.string('domain')) ?? defaultSettings.domain),
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
    level: validateOnly ? 'info' : readLogLevel(reader),
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

function readLogLevel(reader: ConfigReader): LogLevel {
  const name = reader.string('log_level') || defaultSettings.log.level
  const level = levelOf(name)
  if (level !== undefined) return level
  throw new ConfigError(`Invalid log level: ${name}. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]`)
}

const DATACENTER = /^[a-z0-9_-]+$/
const DATACENTER_RULE = 'datacenter can only contain lowercase alphanumeric, - or _ characters. received: '

function checkDatacenter(datacenter: string): void {
  if (datacenter === '') throw new ConfigError('datacenter cannot be empty')
  if (!DATACENTER.test(datacenter)) throw new ConfigError(`${DATACENTER_RULE}${quoteGo(datacenter)}`)
}

/** In Consul's order: only the first problem is reported. */
function checkSettings(settings: Settings, reader: ConfigReader): void {
  checkAddresses(settings)
  if (settings.nodeName === '') throw new ConfigError('node_name cannot be empty')
  if (!DATACENTER.test(settings.primaryDatacenter)) {
    throw new ConfigError(`primary_${DATACENTER_RULE}${quoteGo(settings.primaryDatacenter)}`)
  }
  checkUi(settings.ui, reader)
  if (settings.dataDir !== undefined) checkDataDir(settings.dataDir)
  checkNodeMeta(settings.nodeMeta)
  checkDns(settings.dns)
  if (settings.checkOutputMaxSize <= 0) {
    throw new ConfigError(
      'check_output_max_size must be positive, to discard check output use the discard_check_output flag',
    )
  }
  checkBootstrap(settings, reader)
  checkUnused(reader)
  checkPorts(settings)
  checkJoin(settings)
}

function checkBootstrap({ dev, server }: Settings, reader: ConfigReader): void {
  const expect = reader.int('bootstrap_expect') ?? 0
  if (expect < 0) throw new ConfigError(`bootstrap_expect cannot be ${expect}. Must be greater than or equal to zero`)
  if (expect > 1 && dev) throw new ConfigError("'bootstrap_expect > 0' not allowed in dev mode")
  // Expecting one server is the same as being the first.
  if ((reader.bool('bootstrap') || expect === 1) && !server) {
    throw new ConfigError("'bootstrap = true' requires 'server = true'")
  }
  if (expect > 1 && !server) throw new ConfigError("'bootstrap_expect > 0' requires 'server = true'")
  if (expect > 1 && reader.bool('bootstrap')) {
    throw new ConfigError("'bootstrap_expect > 0' and 'bootstrap = true' are mutually exclusive")
  }
}
