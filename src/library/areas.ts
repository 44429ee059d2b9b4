import type { Acl } from './acl-objects.ts'
import type { Agent } from './agent.ts'
import type { Catalog } from './catalog.ts'
import type { ConsulClock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import type { ConfigEntries } from './config.ts'
import type { Faults, Journal } from './control.ts'
import type { Events } from './event.ts'
import type { Health } from './health.ts'
import type { Intentions } from './intentions.ts'
import type { Kv } from './kv.ts'
import type { Peerings } from './peerings.ts'
import type { Queries } from './query.ts'
import type { Session } from './session.ts'

/** The areas of an emulator: what can be done without HTTP. Users see them as members of `Consul`. */
export class ConsulAreas {
  /**
   * The clock of this emulator.
   *
   * @example await consul.clock.advance('20s')
   */
  readonly clock: ConsulClock
  /**
   * The key/value store.
   *
   * @example consul.kv.put('greeting', 'hello')
   * @see https://developer.hashicorp.com/consul/api-docs/kv
   */
  readonly kv: Kv
  /**
   * All nodes with their services and checks.
   *
   * @example consul.catalog.service('web')
   * @see https://developer.hashicorp.com/consul/api-docs/catalog
   */
  readonly catalog: Catalog
  /**
   * The agent's own services and checks.
   *
   * @example consul.agent.register({ name: 'web', port: 8080, check: 'passing' })
   * @see https://developer.hashicorp.com/consul/api-docs/agent
   */
  readonly agent: Agent
  /**
   * Services and nodes with their health checks.
   *
   * @example consul.health.service('web', { passing: true })
   * @see https://developer.hashicorp.com/consul/api-docs/health
   */
  readonly health: Health
  /**
   * Sessions and locks.
   *
   * @example consul.session.create({ ttl: '10s' })
   * @see https://developer.hashicorp.com/consul/api-docs/session
   */
  readonly session: Session
  /**
   * User events.
   *
   * @example consul.event.fire('deploy', '1.2.3')
   * @see https://developer.hashicorp.com/consul/api-docs/event
   */
  readonly event: Events
  /**
   * Prepared queries.
   *
   * @example consul.query.execute('web')
   * @see https://developer.hashicorp.com/consul/api-docs/query
   */
  readonly query: Queries
  /**
   * Tokens, policies and roles of an emulator with ACLs.
   *
   * @example consul.acl.tokens.create({ Policies: [{ Name: 'app' }] }).SecretID
   * @see https://developer.hashicorp.com/consul/api-docs/acl
   */
  readonly acl: Acl
  /**
   * Config entries.
   *
   * @example consul.config.set({ Kind: 'service-defaults', Name: 'web', Protocol: 'http' })
   * @see https://developer.hashicorp.com/consul/api-docs/config
   */
  readonly config: ConfigEntries
  /**
   * Intentions: which services may call each other in the mesh.
   *
   * @example consul.intentions.set('web', 'db', { Action: 'allow' })
   * @see https://developer.hashicorp.com/consul/api-docs/connect/intentions
   */
  readonly intentions: Intentions
  /**
   * Peerings with other clusters.
   *
   * @example const token = await consul.peerings.generateToken('west')
   * @see https://developer.hashicorp.com/consul/api-docs/peering
   */
  readonly peerings: Peerings
  /**
   * Injected faults.
   *
   * @example using outage = consul.faults.use({ path: '/v1/kv/app/config' }, { status: 500 })
   */
  readonly faults: Faults
  /**
   * The recorded HTTP requests and DNS questions.
   *
   * @example consul.journal.assertRequested({ method: 'PUT', path: '/v1/agent/service/register' })
   */
  readonly journal: Journal
  /**
   * The datacenter around the agent: other nodes, the leader, other datacenters.
   *
   * @example await consul.cluster.fail('web-2')
   */
  readonly cluster: Cluster

  constructor(areas: ConsulAreas) {
    this.clock = areas.clock
    this.kv = areas.kv
    this.catalog = areas.catalog
    this.agent = areas.agent
    this.health = areas.health
    this.session = areas.session
    this.event = areas.event
    this.query = areas.query
    this.acl = areas.acl
    this.config = areas.config
    this.intentions = areas.intentions
    this.peerings = areas.peerings
    this.faults = areas.faults
    this.journal = areas.journal
    this.cluster = areas.cluster
  }
}
