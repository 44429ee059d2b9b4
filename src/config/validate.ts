import { multierror } from '../go/multierror.ts'
import { quoteGo } from '../go/quote.ts'
import { levelOf } from '../logging/levels.ts'
import type { Settings } from '../model/settings.ts'
import { checkAddresses, checkDnsAddress, checkFamilies, checkRecursors } from './addresses.ts'
import { checkDns } from './dns.ts'
import { ConfigError } from './errors.ts'
import { checkKey } from './join.ts'
import { checkDataDir } from './node-id.ts'
import { checkNodeId, checkNodeMeta } from './node.ts'
import { inOrder } from './problem-order.ts'
import { checkPortRanges, checkServerPorts, checkUniquePlaces } from './ports.ts'
import type { ConfigReader } from './reader.ts'
import type { SettingsOptions } from './settings-options.ts'
import { checkUi, checkUiDir } from './ui.ts'
import { UNUSED } from './unused.ts'

/** A configuration as it was read, and what it comes to. */
interface Read {
  readonly settings: Settings
  readonly reader: ConfigReader
  readonly options: SettingsOptions
}

/** Throws ConfigError with Consul's text for the first thing that is wrong. */
type Check = (read: Read) => void

/** Throws ConfigError for the first problem of a configuration: in the order in which Consul looks for them. */
export function validate(read: Read): void {
  for (const check of CHECKS) check(read)
}

const unused =
  (rule: keyof typeof UNUSED): Check =>
  ({ reader }) => {
    const problem = UNUSED[rule](reader)
    if (problem !== undefined) throw new ConfigError(problem)
  }

/** Found out by giving a real agent every pair of such mistakes: of two, the one that stands first here is told. */
const CHECKS: readonly Check[] = [
  ({ settings }) => checkServerPorts(settings),
  ({ reader }) => checkPortRanges(reader),
  ({ settings }) => checkAddresses(settings),
  ({ reader }) => checkFamilies(reader),
  ({ reader }) => checkRecursors(reader),
  unused('segmentPort'),
  unused('raftMultiplier'),
  ({ settings, options }) => options.checkEntries?.(settings.configEntries),
  unused('lanCidrs'),
  unused('wanCidrs'),
  unused('raftProtocol'),
  ({ settings }) => checkDatacenter(settings.datacenter),
  ({ settings }) => {
    if (!settings.dev && settings.dataDir === undefined) throw new ConfigError('data_dir cannot be empty')
  },
  ({ settings }) => checkUi(settings.ui),
  ({ settings }) => settings.dataDir !== undefined && checkDataDir(settings.dataDir),
  ({ settings }) => {
    if (settings.nodeName === '') throw new ConfigError('node_name cannot be empty')
  },
  unused('locality'),
  unused('segments'),
  ({ settings }) => checkDnsAddress(settings),
  ({ settings, reader }) => checkBootstrap(settings, reader),
  ({ settings }) => checkOutputSize(settings),
  unused('trailingLogs'),
  ({ settings }) => checkDatacenter(settings.primaryDatacenter, 'primary_'),
  ({ settings, reader }) => checkUiDir(settings.ui, reader),
  ({ settings }) => checkDns(settings.dns),
  ({ settings }) => checkNodeMeta(settings.nodeMeta),
  ({ settings }) => checkKey(settings),
  unused('meshFederation'),
  unused('meshFederationName'),
  unused('primaryGatewaysOfClient'),
  unused('primaryGateways'),
  ({ settings }) => checkUniquePlaces(settings),
  // values that are none are told together
  ({ reader }) => {
    if (reader.problems.length > 0) throw new ConfigError(multierror(inOrder(reader.problems)))
  },
  ({ settings, options }) => options.checkDefinitions?.(settings),
  unused('caProvider'),
  unused('allowTls'),
  unused('autoConfig'),
  // what is looked at when an agent starts
  ({ reader, options }) => options.validateOnly !== true && checkLogLevel(reader.string('log_level') || 'info'),
  ({ settings }) => checkNodeId(settings.nodeId),
]

const DATACENTER = /^[a-z0-9_-]+$/

function checkDatacenter(datacenter: string, prefix = ''): void {
  if (datacenter === '') throw new ConfigError('datacenter cannot be empty')
  if (DATACENTER.test(datacenter)) return
  const rule = 'datacenter can only contain lowercase alphanumeric, - or _ characters. received:'
  throw new ConfigError(`${prefix}${rule} ${quoteGo(datacenter)}`)
}

function checkOutputSize({ checkOutputMaxSize }: Settings): void {
  if (checkOutputMaxSize > 0) return
  throw new ConfigError(
    'check_output_max_size must be positive, to discard check output use the discard_check_output flag',
  )
}

function checkBootstrap({ dev, server }: Settings, reader: ConfigReader): void {
  const expect = reader.int('bootstrap_expect') ?? 0
  if (expect > 1 && dev && server) throw new ConfigError("'bootstrap_expect > 0' not allowed in dev mode")
  if (expect > 1 && server && reader.bool('bootstrap')) {
    throw new ConfigError("'bootstrap_expect > 0' and 'bootstrap = true' are mutually exclusive")
  }
  // expecting one server is the same as being the first
  if ((reader.bool('bootstrap') || expect === 1) && !server) {
    throw new ConfigError("'bootstrap = true' requires 'server = true'")
  }
  if (expect > 1 && !server) throw new ConfigError("'bootstrap_expect > 0' requires 'server = true'")
  if (expect < 0) throw new ConfigError(`bootstrap_expect cannot be ${expect}. Must be greater than or equal to zero`)
}

function checkLogLevel(name: string): void {
  if (levelOf(name) !== undefined) return
  throw new ConfigError(`Invalid log level: ${name}. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]`)
}
