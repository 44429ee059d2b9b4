import {
  bool,
  type Decoded,
  duration,
  durationText,
  type Filled,
  int,
  list,
  map,
  nullable,
  omitEmpty,
  type Schema,
  string,
  stringList,
  struct,
  uint,
} from '../../go/decode.ts'
import { toMs } from '../../go/duration.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import type { CheckStatus } from '../../model/rows.ts'
import { decoderOf, snakeMember, tagged } from './parts.ts'

/** Checks as definitions describe them: what an agent runs. */

/** What a check of the catalog says of how it is run, which nothing there does. */
const healthCheckDefinitionStruct = struct(
  {
    Interval: omitEmpty(durationText()),
    OutputMaxSize: omitEmpty(uint()),
    Timeout: omitEmpty(durationText()),
    DeregisterCriticalServiceAfter: omitEmpty(durationText()),
    HTTP: omitEmpty(string()),
    TLSServerName: omitEmpty(string()),
    TLSSkipVerify: omitEmpty(bool()),
    Header: omitEmpty(map(nullable(stringList()))),
    Method: omitEmpty(string()),
    Body: omitEmpty(string()),
    DisableRedirects: omitEmpty(bool()),
    TCP: omitEmpty(string()),
    TCPUseTLS: omitEmpty(bool()),
    UDP: omitEmpty(string()),
    H2PING: omitEmpty(string()),
    OSService: omitEmpty(string()),
    H2PingUseTLS: omitEmpty(bool()),
    ScriptArgs: omitEmpty(stringList()),
    DockerContainerID: omitEmpty(string()),
    Shell: omitEmpty(string()),
    GRPC: omitEmpty(string()),
    GRPCUseTLS: omitEmpty(bool()),
    AliasNode: omitEmpty(string()),
    AliasService: omitEmpty(string()),
    SessionName: omitEmpty(string()),
    TTL: omitEmpty(duration()),
  },
  {
    custom: 'lenient',
    name: decoderOf(
      'Interval interface {}',
      'Timeout interface {}',
      'DeregisterCriticalServiceAfter interface {}',
      'TTL interface {}',
    ),
  },
)

export interface HealthCheckDefinitionBody extends Decoded<typeof healthCheckDefinitionStruct> {}
export interface FilledHealthCheckDefinition extends Filled<typeof healthCheckDefinitionStruct> {}
export const healthCheckDefinitionSchema: Schema<HealthCheckDefinitionBody, FilledHealthCheckDefinition> =
  healthCheckDefinitionStruct

const checkFields = {
  Name: string(),
  Status: string(),
  Notes: string(),
  ServiceID: string(),
  ScriptArgs: stringList(),
  HTTP: string(),
  H2PING: string(),
  H2PingUseTLS: bool(),
  Header: map(stringList()),
  Method: string(),
  Body: string(),
  DisableRedirects: bool(),
  TCP: string(),
  TCPUseTLS: bool(),
  UDP: string(),
  Interval: duration(),
  AliasNode: string(),
  AliasService: string(),
  DockerContainerID: string(),
  Shell: string(),
  GRPC: string(),
  GRPCUseTLS: bool(),
  OSService: string(),
  TLSServerName: string(),
  TLSSkipVerify: bool(),
  Timeout: duration(),
  TTL: duration(),
  SuccessBeforePassing: int(),
  FailuresBeforeWarning: int(),
  FailuresBeforeCritical: int(),
  DeregisterCriticalServiceAfter: duration(),
  OutputMaxSize: int(),
}

const aliases = {
  args: 'ScriptArgs',
  script_args: 'ScriptArgs',
  deregister_critical_service_after: 'DeregisterCriticalServiceAfter',
  docker_container_id: 'DockerContainerID',
  tls_server_name: 'TLSServerName',
  tls_skip_verify: 'TLSSkipVerify',
  tcp_use_tls: 'TCPUseTLS',
  grpc_use_tls: 'GRPCUseTLS',
  h2ping_use_tls: 'H2PingUseTLS',
  service_id: 'ServiceID',
} as const

const DURATIONS = ['Interval', 'Timeout', 'TTL', 'DeregisterCriticalServiceAfter'].map(name => `${name} interface {}`)
const COMMON = [
  `Args []string ${tagged('args')}`,
  snakeMember('ScriptArgs', '[]string', 'script_args'),
  snakeMember('DeregisterCriticalServiceAfter', 'interface {}', 'deregister_critical_service_after'),
  snakeMember('DockerContainerID', 'string', 'docker_container_id'),
  snakeMember('TLSServerName', 'string', 'tls_server_name'),
  snakeMember('TLSSkipVerify', 'bool', 'tls_skip_verify'),
  snakeMember('TCPUseTLS', 'bool', 'tcp_use_tls'),
  snakeMember('GRPCUseTLS', 'bool', 'grpc_use_tls'),
]
const H2PING = snakeMember('H2PingUseTLS', 'bool', 'h2ping_use_tls')
const SERVICE_ID = snakeMember('ServiceID', 'string', 'service_id')
const CUSTOM = { unknown: 'reject', custom: true } as const

/** A check on its own. */
const checkDefinitionStruct = struct(
  { ID: string('types.CheckID'), ...checkFields, Token: string() },
  {
    ...CUSTOM,
    name: decoderOf(
      ...DURATIONS,
      ...COMMON,
      SERVICE_ID,
      H2PING,
      snakeMember('DisableRedirects', 'bool', 'disable_redirects'),
    ),
    aliases: { ...aliases, disable_redirects: 'DisableRedirects' },
  },
)

export interface CheckDefinitionBody extends Decoded<typeof checkDefinitionStruct> {}
export interface FilledCheckDefinition extends Filled<typeof checkDefinitionStruct> {}
export const checkDefinitionSchema: Schema<CheckDefinitionBody, FilledCheckDefinition> = checkDefinitionStruct

/** A check as part of a service. */
const checkTypeStruct = struct(
  { CheckID: string('types.CheckID'), ...checkFields, ProxyHTTP: string(), ProxyGRPC: string() },
  {
    ...CUSTOM,
    name: decoderOf(...DURATIONS, ...COMMON, H2PING, `ServiceID string ${tagged('ServiceID')}`, SERVICE_ID),
    aliases,
    looseAliases: { id: 'CheckID' },
  },
)

export interface CheckTypeBody extends Decoded<typeof checkTypeStruct> {}
export interface FilledCheckType extends Filled<typeof checkTypeStruct> {}
export const checkTypeSchema: Schema<CheckTypeBody, FilledCheckType> = checkTypeStruct

export const checkTypesSchema = list(checkTypeSchema, 'structs.CheckTypes')

const NOTHING_GIVEN: readonly unknown[] = ['', 0, false]

/** Whether a definition says nothing at all, but perhaps whose check it is, and so describes none. */
export const isNoCheck = (body: CheckTypeBody): boolean =>
  Object.entries(body).every(
    ([name, value]) =>
      name === 'ServiceID' ||
      NOTHING_GIVEN.includes(value) ||
      value === undefined ||
      (name === 'ScriptArgs' && isEmptyList(value)),
  )

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

const ms = (nanoseconds: number | undefined): number => toMs(nanoseconds ?? 0)

/** A check as the agent runs it. Its status may be any text: that is looked at later. */
export function toCheckDefinition(body: CheckDefinitionBody | CheckTypeBody): CheckDefinition {
  const checkId = 'ID' in body ? body.ID : 'CheckID' in body ? body.CheckID : ''
  return {
    checkId: checkId ?? '',
    name: body.Name ?? '',
    notes: body.Notes ?? '',
    serviceId: body.ServiceID ?? '',
    status: (body.Status ?? '') as CheckStatus | '',
    ttl: ms(body.TTL),
    interval: ms(body.Interval),
    timeout: ms(body.Timeout),
    http: body.HTTP ?? '',
    method: body.Method ?? '',
    header: body.Header ?? {},
    body: body.Body ?? '',
    tlsSkipVerify: body.TLSSkipVerify ?? false,
    tlsServerName: body.TLSServerName ?? '',
    disableRedirects: body.DisableRedirects ?? false,
    tcp: body.TCP ?? '',
    tcpUseTls: body.TCPUseTLS ?? false,
    udp: body.UDP ?? '',
    args: body.ScriptArgs ?? [],
    dockerContainerId: body.DockerContainerID ?? '',
    shell: body.Shell ?? '',
    grpc: body.GRPC ?? '',
    grpcUseTls: body.GRPCUseTLS ?? false,
    h2ping: body.H2PING ?? '',
    h2pingUseTls: body.H2PingUseTLS ?? true,
    osService: body.OSService ?? '',
    aliasNode: body.AliasNode ?? '',
    aliasService: body.AliasService ?? '',
    successBeforePassing: body.SuccessBeforePassing ?? 0,
    failuresBeforeWarning: body.FailuresBeforeWarning ?? 0,
    failuresBeforeCritical: body.FailuresBeforeCritical ?? 0,
    deregisterCriticalServiceAfter: ms(body.DeregisterCriticalServiceAfter),
    outputMaxSize: body.OutputMaxSize ?? 0,
  }
}
