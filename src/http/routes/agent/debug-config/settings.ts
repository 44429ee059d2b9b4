import { taggedAddresses } from '../../../../agent/self.ts'
import { formatDuration, MILLISECOND, SECOND } from '../../../../go/duration.ts'
import type { Settings, TlsSettings } from '../../../../model/settings.ts'
import { configuredAt } from './table.ts'
import { CONSUL_VERSION } from '../../../../version.ts'

const milliseconds = (ms: number): string => formatDuration(ms * MILLISECOND)
const seconds = (s: number): string => formatDuration(s * SECOND)

/** What the settings say: those that have a meaning here. */
export const ofSettings = (settings: Settings): object => ({
  ...identity(settings),
  ...network(settings),
  ...dns(settings),
  ...rest(settings),
  ...acl(settings),
})

function identity(settings: Settings): object {
  return {
    Datacenter: settings.datacenter,
    PrimaryDatacenter: settings.primaryDatacenter,
    NodeName: settings.nodeName,
    NodeID: settings.nodeId,
    NodeMeta: settings.nodeMeta,
    DevMode: settings.dev,
    ServerMode: settings.server,
    Bootstrap: settings.bootstrap,
    BootstrapExpect: settings.bootstrapExpect,
    DataDir: settings.dataDir ?? '',
    PidFile: settings.pidFile ?? '',
    Revision: '',
    Version: CONSUL_VERSION,
    VersionMetadata: '',
    VersionPrerelease: '',
    BuildDate: '1970-01-01 00:00:01 +0000 UTC',
  }
}

/** Unix sockets are open whatever the port. */
const addressesOf = (hosts: readonly string[], port: number, network = 'tcp'): string[] =>
  hosts.flatMap(host => (host.startsWith('unix://') ? [host] : port < 0 ? [] : [`${network}://${host}:${port}`]))

/** The content of files is not shown. */
function tls({ configured, tls: { https, internalRpc, grpc, agentTlsForChecks }, ...settings }: Settings): object {
  const listener = (of: TlsSettings): object => ({
    CAFile: of.caFile,
    CAPath: of.caPath,
    CertFile: of.certFile,
    CipherSuites: of.cipherSuites,
    KeyFile: 'hidden',
    TLSMinVersion: of.minVersion,
    UseAutoCert: false,
    VerifyIncoming: of.verifyIncoming,
    VerifyOutgoing: of.verifyOutgoing,
    VerifyServerHostname: of.verifyServerHostname,
  })
  return {
    AutoTLS: false,
    Domain: settings.configuredDomains.domain,
    EnableAgentTLSForChecks: agentTlsForChecks,
    GRPC: { ...listener(grpc), UseAutoCert: configuredAt(configured, 'tls.grpc.use_auto_cert') ?? false },
    HTTPS: listener(https),
    InternalRPC: listener(internalRpc),
    NodeName: settings.nodeName,
    ServerMode: settings.server,
    ServerName: configuredAt(configured, 'server_name') ?? '',
  }
}

function network(settings: Settings): object {
  const { ports, addresses } = settings
  const bound = (listener: keyof typeof addresses, network?: string): string[] =>
    addressesOf(addresses[listener] ?? settings.clientAddresses, ports[listener], network)
  return {
    AdvertiseAddrLAN: settings.advertiseAddress,
    AdvertiseAddrWAN: settings.advertiseAddressWan,
    BindAddr: settings.bindAddress,
    ClientAddrs: settings.clientAddresses,
    TaggedAddresses: taggedAddresses(settings),
    TranslateWANAddrs: settings.translateWanAddresses,
    HTTPAddrs: bound('http'),
    HTTPPort: ports.http,
    HTTPSAddrs: bound('https'),
    HTTPSPort: ports.https,
    TLS: tls(settings),
    UnixSocketGroup: settings.unixSockets.group ?? '',
    UnixSocketMode: settings.unixSockets.mode ?? '',
    UnixSocketUser: settings.unixSockets.user ?? '',
    GRPCAddrs: bound('grpc'),
    GRPCPort: ports.grpc,
    GRPCTLSAddrs: bound('grpcTls'),
    GRPCTLSPort: ports.grpcTls,
    ServerPort: ports.server,
    SerfPortLAN: ports.serfLan,
    SerfPortWAN: ports.serfWan,
    DNSAddrs: [...bound('dns', 'tcp'), ...bound('dns', 'udp')],
    DNSPort: ports.dns,
    RPCAdvertiseAddr: `tcp://${settings.advertiseAddress}:${ports.server}`,
    RPCBindAddr: `tcp://${settings.bindAddress}:${ports.server}`,
    SerfAdvertiseAddrLAN: `tcp://${settings.advertiseAddress}:${ports.serfLan}`,
    SerfAdvertiseAddrWAN: `tcp://${settings.advertiseAddressWan}:${ports.serfWan}`,
    SerfBindAddrLAN: `tcp://${settings.bindAddress}:${ports.serfLan}`,
    SerfBindAddrWAN: `tcp://${settings.bindAddress}:${ports.serfWan}`,
  }
}

function dns({ dns, recursors, configuredDomains }: Settings): object {
  return {
    DNSARecordLimit: dns.aRecordLimit,
    DNSAltDomain: configuredDomains.altDomain,
    DNSDisableCompression: dns.disableCompression,
    DNSDomain: configuredDomains.domain,
    DNSEnableTruncate: dns.enableTruncate,
    DNSNodeMetaTXT: dns.nodeMetaTxt,
    DNSNodeTTL: seconds(dns.nodeTtl),
    DNSOnlyPassing: dns.onlyPassing,
    DNSRecursors: recursors,
    DNSServiceTTL: Object.fromEntries(Object.entries(dns.serviceTtl).map(([name, ttl]) => [name, seconds(ttl)])),
    DNSSOA: {
      Expire: dns.soa.expire,
      Minttl: dns.soa.minTtl,
      Refresh: dns.soa.refresh,
      Retry: dns.soa.retry,
    },
  }
}

/** Without secrets: whether there are any is not told either. */
function acl({ acl, dataDir, datacenter, defaultIntentionPolicy, nodeName }: Settings): object {
  const hidden = 'hidden'
  return {
    ACLsEnabled: acl.enabled,
    ACLTokenReplication: acl.enableTokenReplication,
    ACLEnableKeyListPolicy: acl.enableKeyListPolicy,
    ACLInitialManagementToken: hidden,
    ACLResolverSettings: {
      ACLDefaultPolicy: acl.defaultPolicy,
      ACLDownPolicy: acl.downPolicy,
      ACLPolicyTTL: milliseconds(acl.policyTtl),
      ACLRoleTTL: milliseconds(acl.roleTtl),
      ACLTokenTTL: milliseconds(acl.tokenTtl),
      ACLsEnabled: acl.enabled,
      Datacenter: datacenter,
      EnterpriseMeta: {},
      NodeName: nodeName,
    },
    ACLTokens: {
      ACLAgentRecoveryToken: hidden,
      ACLAgentToken: hidden,
      ACLConfigFileRegistrationToken: hidden,
      ACLDNSToken: hidden,
      ACLDefaultToken: hidden,
      ACLReplicationToken: hidden,
      DataDir: dataDir ?? '',
      EnablePersistence: acl.enableTokenPersistence,
      EnterpriseConfig: {},
    },
    DefaultIntentionPolicy: defaultIntentionPolicy,
  }
}

function rest(settings: Settings): object {
  return {
    AEInterval: '1m0s',
    AllowWriteHTTPFrom: settings.http.allowWriteFrom,
    CheckDeregisterIntervalMin: '1m0s',
    CheckOutputMaxSize: settings.checkOutputMaxSize,
    CheckReapInterval: '30s',
    CheckUpdateInterval: milliseconds(settings.checkUpdateInterval),
    ConnectEnabled: settings.connect.enabled,
    ConnectSidecarMaxPort: settings.sidecarPorts.last,
    ConnectSidecarMinPort: settings.sidecarPorts.first,
    DefaultQueryTime: milliseconds(settings.defaultQueryTime),
    DisableRemoteExec: settings.disableRemoteExec,
    EnableDebug: settings.enableDebug,
    EnableLocalScriptChecks: settings.enableScriptChecks || settings.enableLocalScriptChecks,
    EnableRemoteScriptChecks: settings.enableScriptChecks,
    HTTPBlockEndpoints: settings.http.blockEndpoints,
    HTTPResponseHeaders: settings.http.responseHeaders,
    HTTPUseCache: settings.http.useCache,
    KVMaxValueSize: settings.limits.kvMaxValueSize,
    LeaveOnTerm: settings.leaveOnTerm,
    MaxQueryTime: milliseconds(settings.maxQueryTime),
    PeeringEnabled: settings.peeringEnabled,
    RetryJoinIntervalLAN: milliseconds(settings.retryJoinInterval),
    RetryJoinLAN: settings.retryJoin,
    RetryJoinMaxAttemptsLAN: settings.retryJoinMax,
    SegmentName: '',
    SkipLeaveOnInt: settings.skipLeaveOnInterrupt,
    TxnMaxReqLen: settings.limits.txnMaxReqLen,
    UIConfig: ui(settings),
  }
}

const ui = ({ ui }: Settings): object => ({
  ContentPath: ui.contentPath,
  DashboardURLTemplates: ui.dashboardUrlTemplates,
  Dir: ui.dir ?? '',
  Enabled: ui.enabled,
  HCPEnabled: false,
  MetricsProvider: ui.metricsProvider,
  MetricsProviderFiles: ui.metricsProviderFiles,
  MetricsProviderOptionsJSON: ui.metricsProviderOptionsJson,
  MetricsProxy: {
    AddHeaders: ui.metricsProxy.addHeaders.map(({ name }) => ({ Name: name, Value: 'hidden' })),
    BaseURL: ui.metricsProxy.baseUrl,
    PathAllowlist: ui.metricsProxy.pathAllowlist,
  },
})
