import type { Agent } from '../agent/agent.ts'
import { renderCheck, renderHealth } from '../api/render/rows.ts'
import * as state from '../state/health.ts'
import type { Check } from '../model/rows.ts'
import { healthArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { copy, hasTag } from './catalog.ts'
import type { CheckStatus } from './definitions.ts'
import type { HealthCheck, ServiceHealth } from './rows.ts'

/**
 * Services and nodes with their health checks.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/health
 */
export interface Health {
  /**
   * Returns the instances of a service with their checks: with `passing`, only those whose checks all pass; with `tag`, only those that
   * have it; with `connect`, the mesh endpoints of the service.
   *
   * @example consul.health.service('web', { passing: true }).length
   */
  service(
    name: string,
    options?: { readonly passing?: boolean; readonly tag?: string; readonly connect?: boolean },
  ): readonly ServiceHealth[]
  /**
   * Returns the checks of all instances of a service.
   *
   * @example consul.health.checks('web').map(check => check.Status)
   */
  checks(service: string): readonly HealthCheck[]
  /**
   * Returns the checks of a node.
   *
   * @example consul.health.node('node1').find(check => check.CheckID === 'serfHealth')
   */
  node(name: string): readonly HealthCheck[]
  /**
   * Returns the checks with a status; `any` for all.
   *
   * @example expect(consul.health.state('critical')).toEqual([])
   */
  state(status: CheckStatus | 'any'): readonly HealthCheck[]
}

/** The health of an agent's catalog, without HTTP. */
export function directHealth({ store }: Agent): Health {
  const rows = (checks: readonly Check[]): readonly HealthCheck[] => copy(checks.map(check => renderCheck(check)))
  return withCheckedCalls('health', healthArguments, {
    service(name, { passing = false, tag, connect = false } = {}) {
      const { value } = (connect ? state.connectHealth : state.serviceHealth)(store.view, name)
      const matching = value.filter(
        ({ service, checks }) =>
          hasTag(service.Tags, tag) && (!passing || checks.every(check => check.Status === 'passing')),
      )
      return copy(matching.map(row => renderHealth(row)))
    },
    checks: service => rows(state.serviceChecks(store.view, service).value),
    node: name => rows(state.nodeChecks(store.view, name).value),
    state: status => rows(state.checksInState(store.view, status).value),
  })
}
