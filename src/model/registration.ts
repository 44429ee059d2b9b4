import type { CheckStatus, Service } from './rows.ts'

/** Services and checks as they are registered with an agent, by any client: decoded, and not yet validated. */

/** One check as its registration describes it. Times are milliseconds, 0 or less for "not given"; texts are '' then. */
export interface CheckDefinition {
  readonly checkId: string
  readonly name: string
  readonly notes: string
  /** '' for a check of the node. */
  readonly serviceId: string
  /** The status until the first result. */
  readonly status: CheckStatus | ''
  readonly ttl: number
  readonly interval: number
  readonly timeout: number
  readonly http: string
  readonly method: string
  readonly header: Readonly<Record<string, readonly string[]>>
  readonly body: string
  readonly tlsSkipVerify: boolean
  readonly tlsServerName: string
  readonly disableRedirects: boolean
  readonly tcp: string
  readonly tcpUseTls: boolean
  readonly udp: string
  readonly args: readonly string[]
  readonly dockerContainerId: string
  /** Shell inside the container of a docker check; a script does without. */
  readonly shell: string
  /** `host:port`, or `host:port/service`. */
  readonly grpc: string
  readonly grpcUseTls: boolean
  readonly h2ping: string
  readonly h2pingUseTls: boolean
  readonly osService: string
  readonly aliasNode: string
  readonly aliasService: string
  readonly successBeforePassing: number
  readonly failuresBeforeWarning: number
  readonly failuresBeforeCritical: number
  readonly deregisterCriticalServiceAfter: number
  /** Bytes of output to keep; 0 for as many as Consul keeps at most. */
  readonly outputMaxSize: number
}

/** The row of a service, without the node that it is on. */
export type ServiceFields = Omit<Service, 'Node' | 'CreateIndex' | 'ModifyIndex'>

/** A service with what comes along. The ID of its row is as it was given: '' for the name of the service. */
export interface ServiceRegistration {
  readonly row: ServiceFields
  readonly checks: readonly CheckDefinition[]
  /** The proxy that the agent is to make for it, with what is said of that. */
  readonly sidecar: ServiceRegistration | undefined
  /** What the agent reaches the catalog with for one in a configuration file; '' for the token that it has for registrations. */
  readonly token: string
}
