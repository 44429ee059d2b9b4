import type { Agent as EmulatedAgent } from '../agent/agent.ts'
import { renderLocalCheck, renderLocalService } from '../api/render/agent.ts'
import { agentArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { copy } from './catalog.ts'
import {
  type CheckDefinition,
  type CheckStatus,
  DEFINITION_FIELDS,
  ownCheckOf,
  type ServiceDefinition,
  serviceRegistrationOf,
} from './definitions.ts'
import { translateRefusals } from './refusal.ts'
import type { HealthCheck } from './rows.ts'

/**
 * A service registered with the agent.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/agent/service#list-services
 */
export interface AgentService {
  /** Unique on the node. */
  readonly ID: string
  /** The name of the service. */
  readonly Service: string
  /** Its tags. */
  readonly Tags: readonly string[]
  /** Its metadata. */
  readonly Meta: Readonly<Record<string, string>>
  /** Its port; 0 for none. */
  readonly Port: number
  /** Its own address; '' when it has that of its node. */
  readonly Address: string
  /** Its share of answers in DNS. */
  readonly Weights: { readonly Passing: number; readonly Warning: number }
}

/**
 * The agent's own services and checks. Changes are synced to the catalog immediately (or after `syncDelay`) and wake blocking queries.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/agent
 */
export interface Agent {
  /**
   * Registers a service with its checks and returns its ID. A service with the same ID is replaced; its checks keep their status.
   * Throws `MC_ERR_REFUSED` (usually 400) for a definition that Consul rejects.
   *
   * @example consul.agent.register({ name: 'web', port: 8080, check: 'passing' })
   */
  register(service: ServiceDefinition): string
  /**
   * Deregisters a service with its checks. Throws `MC_ERR_REFUSED` (404) if it does not exist.
   *
   * @example consul.agent.deregister('web')
   */
  deregister(serviceId: string): void
  /**
   * Registers a check of the node, or of a service with `serviceId`, and returns its ID. Throws `MC_ERR_REFUSED`, usually 400.
   *
   * @example consul.agent.registerCheck({ name: 'disk', ttl: '1m', status: 'passing' })
   */
  registerCheck(check: CheckDefinition & { readonly name: string; readonly serviceId?: string }): string
  /**
   * Deregisters a check. Throws `MC_ERR_REFUSED` (404) if it does not exist.
   *
   * @example consul.agent.deregisterCheck('disk')
   */
  deregisterCheck(checkId: string): void
  /**
   * Sets a TTL check to `passing` (with `runChecks: false`, any check). Throws `MC_ERR_REFUSED`: 404 if the check does not exist, 500
   * if it is not a TTL check.
   *
   * @example consul.agent.pass('service:web', 'all is well')
   */
  pass(checkId: string, note?: string): void
  /**
   * Sets a check to `warning`; see `pass`.
   *
   * @example consul.agent.warn('service:web')
   */
  warn(checkId: string, note?: string): void
  /**
   * Sets a check to `critical`; see `pass`.
   *
   * @example consul.agent.fail('service:web', 'out of memory')
   */
  fail(checkId: string, note?: string): void
  /**
   * Starts or ends maintenance mode of the node, or of one of its services. Starting it again keeps the first reason. Throws
   * `MC_ERR_REFUSED` (404) if the service does not exist.
   *
   * @example consul.agent.maintenance(true, { service: 'web', reason: 'upgrade' })
   */
  maintenance(enable: boolean, options?: { readonly service?: string; readonly reason?: string }): void
  /**
   * The services of the agent by ID.
   *
   * @example Object.keys(consul.agent.services())
   */
  services(): Readonly<Record<string, AgentService>>
  /**
   * The checks of the agent by ID.
   *
   * @example consul.agent.checks()['service:web']?.Status
   */
  checks(): Readonly<Record<string, HealthCheck>>
}

/** The services and checks of an agent, without HTTP. */
export function directAgent({ local, settings }: EmulatedAgent): Agent {
  const report =
    (status: CheckStatus) =>
    (checkId: string, note = ''): void =>
      translateRefusals(`set check ${checkId} to ${status}`, () => local.updateCheck(checkId, status, note))
  return withCheckedCalls('agent', agentArguments, {
    register: service =>
      translateRefusals(
        `register service ${service.name}`,
        () => {
          const definition = serviceRegistrationOf(service)
          local.registerService(definition)
          return definition.row.ID || definition.row.Service
        },
        DEFINITION_FIELDS,
      ),
    deregister: serviceId =>
      translateRefusals(`deregister service ${serviceId}`, () => local.deregisterService(serviceId)),
    registerCheck: check =>
      translateRefusals(
        `register check ${check.name}`,
        () => {
          const definition = ownCheckOf(check)
          local.registerCheck(definition)
          return definition.checkId || definition.name
        },
        DEFINITION_FIELDS,
      ),
    deregisterCheck: checkId => translateRefusals(`deregister check ${checkId}`, () => local.deregisterCheck(checkId)),
    pass: report('passing'),
    warn: report('warning'),
    fail: report('critical'),
    maintenance: (enable, { service, reason = '' } = {}) =>
      translateRefusals('change maintenance', () => {
        if (service === undefined) local.maintainNode(enable, reason)
        else local.maintainService(service, enable, reason)
      }),
    services: () =>
      copy(byId([...local.state.services()], ({ row }) => [row.ID, renderLocalService(row, settings.datacenter)])),
    checks: () => copy(byId([...local.state.checks()], ({ row }) => [row.CheckID, renderLocalCheck(row)])),
  })
}

const byId = <T>(rows: readonly T[], entryOf: (row: T) => readonly [string, object]): object =>
  Object.fromEntries(rows.map(entryOf).sort(([a], [b]) => (a < b ? -1 : 1)))
