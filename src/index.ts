export { Consul } from './library/consul.ts'
export { createConsul, startConsul } from './library/create.ts'
export type {
  Acl,
  AclArea,
  AclAuthMethodDefinition,
  AclAuthMethodInfo,
  AclBindingRuleDefinition,
  AclBindingRuleInfo,
  AclLink,
  AclPolicyDefinition,
  AclPolicyInfo,
  AclRights,
  AclRoleDefinition,
  AclRoleInfo,
  AclTokenDefinition,
  AclTokenInfo,
} from './library/acl-objects.ts'
export type { Agent, AgentService } from './library/agent.ts'
export type { Faults, Journal } from './library/control.ts'
export type { Catalog, CatalogDeregistration, CatalogRegistration } from './library/catalog.ts'
export type { ConsulClock } from './library/clock.ts'
export type { Cluster, ClusterMember, ClusterNode, ClusterNodeOptions } from './library/cluster.ts'
export type {
  CheckBase,
  CheckDefinition,
  CheckStatus,
  PeriodicCheck,
  ServiceDefinition,
} from './library/definitions.ts'
export type { ConfigEntries, ConfigEntryDefinition, ConfigEntryInfo } from './library/config.ts'
export type { IntentionInfo, IntentionOptions, Intentions } from './library/intentions.ts'
export type { PeeringInfo, PeeringOptions, Peerings } from './library/peerings.ts'
export type { Duration } from './library/duration.ts'
export type { ConsulEvents, StateChange } from './library/emulator-events.ts'
export type { EventFilters, Events } from './library/event.ts'
export type { Health } from './library/health.ts'
export type { InjectResponse } from './library/inject.ts'
export type { Kv, KvValue } from './library/kv.ts'
export type { Queries, QueryDefinition, QueryInfo } from './library/query.ts'
export type {
  CatalogNode,
  CatalogService,
  EventInfo,
  HealthCheck,
  Indexed,
  KvPair,
  ServiceHealth,
  ServiceNode,
  SessionInfo,
} from './library/rows.ts'
export type { PastCommit, PastState } from './library/past-state.ts'
export type { Session, SessionOptions } from './library/session.ts'
export type { Difference, Snapshot } from './library/snapshot.ts'
export type { TxnOperation, TxnOutcome } from './library/txn.ts'
export type { CountedWaitOptions, WaitOptions } from './library/until.ts'
export type {
  AclOptions,
  ConsulOptions,
  ConsulPlugin,
  ListenAddress,
  MirrorOptions,
  NodeOptions,
  RecordOptions,
} from './options.ts'
export { parseSeed, readSeed, type SeedFormat } from './seed/read.ts'
export type { Seed, SeedAcl, SeedCheck, SeedNode, SeedSession, SeedValue } from './seed/seed.ts'
export { ConsulError, type ConsulErrorCode, type ConsulErrorOptions } from './model/errors.ts'
export type { Clock, Timer } from './lib/clock.ts'
export type { TlsOptions } from './client/options.ts'
export type { Logger, PinoLike } from './logging/logger.ts'
export type { BlockedMatch, BlockedQuery } from './control/blocked.ts'
export type { AnswerFunction, DnsFault, Fault, FaultAnswer, HttpFault } from './control/fault.ts'
export type { FaultHandle, FaultOptions } from './control/faults.ts'
export type { RecordedAnswer, RecordedQuery, RecordedRequest } from './control/recorded.ts'
export type { DnsMatch, Pattern, RequestMatch } from './control/match.ts'
export { connectConsul } from './library/connect.ts'
export type { ConnectOptions, ConsulConnection } from './library/connection.ts'
