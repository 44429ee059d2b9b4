import type { Flag, FlagKind, Flags } from '../go/flag.ts'

/** A flag of the agent that sets a key of the configuration, as a file would. */
interface ConfigFlag extends Flag {
  readonly key: string
}

const set = (name: string, kind: FlagKind, key: string, usage: string): ConfigFlag => ({ name, kind, key, usage })

/** Consul's own, those without a meaning here too; see WITHOUT_EFFECT for which are ignored. */
const configFlags: readonly ConfigFlag[] = [
  set('advertise', 'string', 'advertise_addr', 'Address that other members are given.'),
  set('advertise-wan', 'string', 'advertise_addr_wan', 'Address that other datacenters are given.'),
  set('allow-write-http-from', 'list', 'http_config.allow_write_http_from', 'Network (CIDR) that may write over HTTP.'),
  set('alt-domain', 'string', 'alt_domain', 'A second domain to answer DNS questions for.'),
  set('auto-reload-config', 'bool', 'auto_reload_config', 'Reload configuration files that change. Ignored.'),
  set('bind', 'string', 'bind_addr', 'Address of the agent inside its cluster. Default: 127.0.0.1.'),
  set('bootstrap', 'bool', 'bootstrap', 'The first server of a cluster: it leads alone.'),
  set('bootstrap-expect', 'int', 'bootstrap_expect', 'Servers to wait for; until then there is no leader.'),
  set('check_output_max_size', 'int', 'check_output_max_size', 'Bytes of output that a check keeps at most.'),
  set('client', 'string', 'client_addr', 'Addresses to serve HTTP and DNS on. Default: 127.0.0.1.'),
  set(
    'data-dir',
    'string',
    'data_dir',
    'Folder where a server keeps its state, and every agent its services and checks. Needed without -dev.',
  ),
  set('datacenter', 'string', 'datacenter', 'Datacenter of the agent. Default: dc1.'),
  set('default-query-time', 'duration', 'default_query_time', 'How long a blocking query waits unless it says so.'),
  set('disable-host-node-id', 'bool', 'disable_host_node_id', 'Take a random node ID, as is done here anyway.'),
  set('disable-keyring-file', 'bool', 'disable_keyring_file', 'Keep the keys of the keyring in memory only.'),
  set('dns-port', 'int', 'ports.dns', 'Port for DNS, -1 for none, 0 for a free one. Default: 8600.'),
  set('domain', 'string', 'domain', 'Domain to answer DNS questions for. Default: consul.'),
  set('enable-local-script-checks', 'bool', 'enable_local_script_checks', 'Run script checks that files define.'),
  set('enable-script-checks', 'bool', 'enable_script_checks', 'Run script checks, those registered over HTTP too.'),
  set('encrypt', 'string', 'encrypt', 'Key that members share, Base64 of 16, 24 or 32 bytes.'),
  set('grpc-port', 'int', 'ports.grpc', 'Port for gRPC, -1 for none.'),
  set('grpc-tls-port', 'int', 'ports.grpc_tls', 'Port for gRPC over TLS, -1 for none.'),
  set(
    'history',
    'int',
    'ui_config.history',
    'How many commits to remember, to be looked at and gone back to. Default: none.',
  ),
  set('http-port', 'int', 'ports.http', 'Port for HTTP, -1 for none, 0 for a free one. Default: 8500.'),
  set('https-port', 'int', 'ports.https', 'Port for HTTPS, -1 for none. Default: none.'),
  set('join', 'list', 'retry_join', 'Agent to join, as with -retry-join.'),
  set('join-wan', 'list', 'retry_join_wan', 'Server of another datacenter to join, again and again until one answers.'),
  set('log-file', 'string', 'log_file', 'File or folder to log to besides the output.'),
  set('log-json', 'bool', 'log_json', 'Log JSON lines on a terminal, too.'),
  set('log-level', 'string', 'log_level', 'trace, debug, info, warn or error. Default: info.'),
  set('log-rotate-bytes', 'int', 'log_rotate_bytes', 'Bytes after which a log file is replaced by the next.'),
  set(
    'log-rotate-duration',
    'duration',
    'log_rotate_duration',
    'Age at which a log file is replaced by the next. Default: 24h.',
  ),
  set('log-rotate-max-files', 'int', 'log_rotate_max_files', 'Replaced log files to keep; 0 for all, -1 for none.'),
  set('max-query-time', 'duration', 'max_query_time', 'How long a blocking query waits at most.'),
  set('node', 'string', 'node_name', 'Name of the node. Default: the name of the machine.'),
  set('node-id', 'string', 'node_id', 'ID of the node, a UUID. Default: a random one, stored in the data folder.'),
  set('node-meta', 'pairs', 'node_meta', 'Metadata of the node.'),
  set('non-voting-server', 'bool', 'read_replica', 'A server without a vote. Ignored.'),
  set('pid-file', 'string', 'pid_file', 'File to write the process ID to.'),
  set('primary-gateway', 'list', 'primary_gateways', 'Mesh gateway of the primary datacenter. Ignored.'),
  set('protocol', 'int', 'protocol', 'Protocol version. Ignored.'),
  set('raft-protocol', 'int', 'raft_protocol', 'Raft protocol version. Ignored.'),
  set('read-replica', 'bool', 'read_replica', 'A server without a vote. Ignored.'),
  set('recursor', 'list', 'recursors', 'DNS server to ask about other domains.'),
  set('rejoin', 'bool', 'rejoin_after_leave', 'Join again after having left.'),
  set('retry-interval', 'duration', 'retry_interval', 'Time between attempts to join. Default: 30s.'),
  set('retry-interval-wan', 'duration', 'retry_interval_wan', 'The same for servers of other datacenters.'),
  set('retry-join', 'list', 'retry_join', 'Agent to join, tried again and again.'),
  set('retry-join-wan', 'list', 'retry_join_wan', 'The same for other datacenters.'),
  set('retry-max', 'int', 'retry_max', 'Attempts to join. Default: no end.'),
  set('retry-max-wan', 'int', 'retry_max_wan', 'The same for other datacenters.'),
  set('segment', 'string', 'segment', 'Network segment, of the enterprise edition. Ignored.'),
  set('serf-lan-allowed-cidrs', 'list', 'serf_lan_allowed_cidrs', 'Networks to take members from. Ignored.'),
  set('serf-lan-bind', 'string', 'serf_lan', 'Address that members reach the agent at. Default: that of -bind.'),
  set('serf-lan-port', 'int', 'ports.serf_lan', 'Port that other members are given. Default: 8301.'),
  set('serf-wan-allowed-cidrs', 'list', 'serf_wan_allowed_cidrs', 'The same for other datacenters. Ignored.'),
  set('serf-wan-bind', 'string', 'serf_wan', 'The same for other datacenters.'),
  set('serf-wan-port', 'int', 'ports.serf_wan', 'The same for other datacenters. Default: 8302.'),
  set('server', 'bool', 'server', 'Run as a server.'),
  set('server-port', 'int', 'ports.server', 'Port that other servers are given. Default: 8300.'),
  set('syslog', 'bool', 'enable_syslog', 'Log to syslog. Ignored.'),
  set('test-bench', 'bool', 'ui_config.test_bench', 'Serve the control API below /_miniconsul/, as -dev does.'),
  set(
    'test-bench-allow',
    'list',
    'ui_config.test_bench_allow',
    'Network (CIDR) that may use the control API, besides this machine. Also: MINICONSUL_TEST_BENCH_ALLOW, separated by commas.',
  ),
  set('ui', 'bool', 'ui_config.enabled', 'Serve the web page.'),
  set('ui-content-path', 'string', 'ui_config.content_path', 'Path of the web page. Default: /ui/.'),
  set('ui-dir', 'string', 'ui_config.dir', 'Folder with another web page.'),
]

/** Every flag of `agent`. */
export const agentFlags: readonly Flag[] = [
  ...configFlags,
  { name: 'dev', kind: 'bool', usage: 'Development mode: a server that keeps nothing and needs no other flag.' },
  { name: 'config-file', kind: 'list', usage: 'Configuration file, HCL or JSON by its name.' },
  {
    name: 'config-dir',
    kind: 'list',
    into: 'config-file',
    usage: 'Folder with configuration files, read in order of their names.',
  },
  {
    name: 'config-format',
    kind: 'string',
    usage: 'What all configuration files are, whatever they are called: hcl or json.',
  },
  { name: 'hcl', kind: 'list', usage: 'A piece of configuration in HCL; wins over all else.' },
]

/** The flags that were given, as a configuration file would say it. */
export function configOfFlags(flags: Flags): Record<string, unknown> {
  const config: Record<string, unknown> = {}
  for (const flag of configFlags) if (flags.has(flag.name)) put(config, flag.key.split('.'), valueOf(flags, flag))
  return config
}

function valueOf(flags: Flags, { name, kind }: Flag): unknown {
  if (kind === 'bool') return flags.bool(name)
  if (kind === 'int') return flags.int(name)
  if (kind === 'list') return flags.list(name)
  return kind === 'pairs' ? Object.fromEntries(flags.list(name).map(pair)) : flags.string(name)
}

function pair(text: string): [key: string, value: string] {
  const colon = text.indexOf(':')
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)]
}

function put(config: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path
  const before = config[name]
  if (rest.length > 0) put((config[name] ??= {}) as Record<string, unknown>, rest, value)
  else
    config[name] =
      Array.isArray(before) && Array.isArray(value) ? [...(before as unknown[]), ...(value as unknown[])] : value
}
