import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { lazyMax } from '../../lib/lazy-max.ts'
import { runToEnd, type Sliceable } from '../../lib/slices.ts'
import type { AclToken } from '../../model/acl-rows.ts'
import type { Settings } from '../../model/settings.ts'
import { allowAll, type Authorizer } from '../../state/acl/authorizer.ts'
import { ANONYMOUS_SECRET } from '../../state/acl/builtin.ts'
import { compileRules, type DefaultPolicy } from '../../state/acl/compile.ts'
import { parseRules, parsingRules, type Rules } from '../../state/acl/parse-rules.ts'
import type { Store } from '../../state/store.ts'
import type { TokenServer } from '../upstream.ts'
import { persistTokens, readPersistedTokens } from './persisted-tokens.ts'
import { type AgentTokenName, AgentTokens } from './agent-tokens.ts'
import { RemoteTokens } from './remote-tokens.ts'
import { tokenRights } from './token-rights.ts'

const TABLES = ['aclTokens', 'aclPolicies', 'aclRoles', 'aclBootstrap'] as const

/** Who may do what at this agent: secrets become authorizers, which are cached until what they were made of changes. */
export class AgentAcl {
  readonly tokens: AgentTokens
  readonly #store: Store
  readonly #settings: () => Settings
  readonly #remote: RemoteTokens
  readonly #resolved = new LRUCache<string, Authorizer>(lazyMax(4096))
  /** Rules of policies, by their text. */
  readonly #rules = new LRUCache<string, Rules>(lazyMax(1024))
  /** What `#resolved` was made of: versions of `TABLES`, and the settings. */
  readonly #versions: number[] = []
  #from: Settings | undefined
  #made = 0

  constructor(store: Store, settings: () => Settings, clock: Clock) {
    this.#store = store
    this.#settings = settings
    this.#remote = new RemoteTokens(clock, settings)
    this.tokens = new AgentTokens(() => settings().acl.tokens)
    const { acl, dataDir } = settings()
    if (!acl.enabled || !acl.enableTokenPersistence || dataDir === undefined) return
    for (const [name, secret] of readPersistedTokens(dataDir)) {
      if (secret !== '' && Object.hasOwn(acl.tokens, name)) this.tokens.set(name as AgentTokenName, secret)
    }
  }

  get enabled(): boolean {
    return this.#settings().acl.enabled
  }

  /** Sets a token that the agent uses itself. */
  setToken(name: AgentTokenName, secret: string): void {
    this.tokens.set(name, secret)
    this.#resolved.clear()
    const { acl, dataDir } = this.#settings()
    if (acl.enableTokenPersistence && dataDir !== undefined) persistTokens(dataDir, this.tokens.entries())
  }

  /** The configuration was read again: tokens that were set stay where they are persisted. */
  reload(): void {
    const { acl, dataDir } = this.#settings()
    this.tokens.reload(acl.enableTokenPersistence && dataDir !== undefined)
    this.#resolved.clear()
  }

  /** The secret that a request means: the agent's default token stands in for none, the anonymous token for both. */
  effective(secret: string): string {
    return secret || this.tokens.get('default') || ANONYMOUS_SECRET
  }

  /** The rights that a secret gives ('' for none). Throws UnknownToken. */
  resolve(secret: string): Authorizer {
    return this.enabled ? this.#resolve(this.effective(secret)) : allowAll
  }

  /** The same for an agent without a state, whose server is asked for what it does not remember. Rejects with UnknownToken. */
  async resolveAt(server: TokenServer, secret: string): Promise<Authorizer> {
    const meant = this.effective(secret)
    return this.#isRecovery(meant) ? this.#resolve(meant) : this.#remote.resolve(meant, server)
  }

  /** The secret that DNS asks with: its own, else that of the default token; '' for none. */
  get dnsSecret(): string {
    return this.tokens.get('dns') || this.tokens.get('default')
  }

  /** The rights of the token that DNS asks with, which is the anonymous one where there is no other. */
  resolveDns(): Authorizer {
    return this.resolve(this.dnsSecret)
  }

  /** The token of a secret; undefined for one that is not in the state. */
  token(secret: string): AclToken | undefined {
    return this.#store.view.get('aclTokens', this.effective(secret))
  }

  /** The same where it is known already; undefined for a secret that was not resolved since something changed. */
  known(secret: string): Authorizer | undefined {
    if (!this.enabled) return allowAll
    this.#dropStale()
    return this.#resolved.get(this.effective(secret))
  }

  #resolve(secret: string): Authorizer {
    this.#dropStale()
    const known = this.#resolved.get(secret)
    if (known) return known
    const made = this.#make(secret)
    this.#resolved.set(secret, made)
    return made
  }

  /** Forgets all rights when a token, a policy, a role or the configuration is another one: the next request sees every change. */
  #dropStale(): void {
    const settings = this.#settings()
    let stale = settings !== this.#from
    this.#from = settings
    for (let i = 0; i < TABLES.length; i++) {
      const version = this.#store.versionOf(TABLES[i] as (typeof TABLES)[number])
      if (version === this.#versions[i]) continue
      this.#versions[i] = version
      stale = true
    }
    if (stale) this.#resolved.clear()
  }

  #make(secret: string): Authorizer {
    const { view } = this.#store
    const { datacenter, nodeName, acl } = this.#settings()
    const id = String(++this.#made)
    const defaultPolicy = acl.defaultPolicy as DefaultPolicy
    if (this.#isRecovery(secret)) {
      const rules = parseRules(
        `agent ${JSON.stringify(nodeName)} { policy = "write" } node_prefix "" { policy = "read" }`,
      )
      return compileRules([rules], { accessor: `agent-recovery:${nodeName}`, id, defaultPolicy })
    }
    const { accessor, policies } = tokenRights(view, secret, datacenter)
    const rules = policies.map(policy => this.parse(policy.rules))
    return compileRules(rules, { accessor, id, defaultPolicy })
  }

  #isRecovery(secret: string): boolean {
    return secret === this.tokens.get('recovery')
  }

  /** The rules of a policy; throws a StateError. */
  parse(text: string): Rules {
    return runToEnd(this.parsing(text))
  }

  /** The same in slices. */
  *parsing(text: string): Sliceable<Rules> {
    const known = this.#rules.get(text)
    if (known) return known
    const rules = yield* parsingRules(text)
    this.#rules.set(text, rules)
    return rules
  }
}
