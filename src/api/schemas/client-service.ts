import { bool, type Decoded, int, list, map, type Schema, string, stringList, struct, uint64 } from '../../go/decode.ts'
import { clientProxySchema } from './client-proxy.ts'
import { instanceFields, STRICT } from './parts.ts'

/** A service as Consul's Go client has it, which transactions read. */

export const clientLocalitySchema = struct({ Region: string(), Zone: string() }, { ...STRICT, name: 'api.Locality' })

const taggedAddresses = map(struct({ Address: string(), Port: int() }, { ...STRICT, name: 'api.ServiceAddress' }))
const weights = struct({ Passing: int(), Warning: int() }, { ...STRICT, name: 'api.AgentWeights' })

const sidecarCheck = struct(
  {
    CheckID: string(),
    Name: string(),
    Args: stringList(),
    DockerContainerID: string(),
    Shell: string(),
    Interval: string(),
    Timeout: string(),
    TTL: string(),
    HTTP: string(),
    Header: map(stringList()),
    Method: string(),
    Body: string(),
    TCP: string(),
    TCPUseTLS: bool(),
    UDP: string(),
    Status: string(),
    Notes: string(),
    TLSServerName: string(),
    TLSSkipVerify: bool(),
    GRPC: string(),
    GRPCUseTLS: bool(),
    H2PING: string(),
    H2PingUseTLS: bool(),
    AliasNode: string(),
    AliasService: string(),
    SuccessBeforePassing: int(),
    FailuresBeforeWarning: int(),
    FailuresBeforeCritical: int(),
    DeregisterCriticalServiceAfter: string(),
    OSService: string(),
  },
  { ...STRICT, name: 'api.AgentServiceCheck' },
)

/** Of a sidecar only the names of its fields are looked at: transactions take nothing of it over. */
const sidecar = struct(
  {
    Kind: string('api.ServiceKind'),
    ID: string(),
    Name: string(),
    ...instanceFields,
    TaggedAddresses: taggedAddresses,
    EnableTagOverride: bool(),
    Weights: weights,
    Check: sidecarCheck,
    Checks: list(sidecarCheck, 'api.AgentServiceChecks'),
    Proxy: clientProxySchema,
    Connect: struct({ Native: bool() }, { ...STRICT, name: 'api.AgentServiceConnect' }),
    Namespace: string(),
    Partition: string(),
    Locality: clientLocalitySchema,
  },
  { ...STRICT, name: 'api.AgentServiceRegistration' },
)

const serviceStruct = struct(
  {
    Kind: string('api.ServiceKind'),
    ID: string(),
    Service: string(),
    ...instanceFields,
    TaggedAddresses: taggedAddresses,
    Weights: weights,
    EnableTagOverride: bool(),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
    ContentHash: string(),
    Proxy: clientProxySchema,
    Connect: struct({ Native: bool(), SidecarService: sidecar }, { ...STRICT, name: 'api.AgentServiceConnect' }),
    PeerName: string(),
    Namespace: string(),
    Partition: string(),
    Datacenter: string(),
    Locality: clientLocalitySchema,
  },
  { ...STRICT, name: 'api.AgentService' },
)

export interface ClientServiceBody extends Decoded<typeof serviceStruct> {}
export const clientServiceSchema: Schema<ClientServiceBody, unknown> = serviceStruct
