import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { lazyMax } from '../../lib/lazy-max.ts'
import type { Settings } from '../../model/settings.ts'
import { allowAll, type Authorizer, denyAll } from '../../state/acl/authorizer.ts'
import { compileRules, type DefaultPolicy } from '../../state/acl/compile.ts'
import { parseRules, type Rules } from '../../state/acl/parse-rules.ts'
import type { TokenServer } from '../upstream.ts'
import { NOT_FOUND, UnknownToken } from './unknown-token.ts'

/** A token as a server told of it. */
interface Known {
  readonly accessor: string
  readonly expires: number | undefined
  readonly policies: readonly string[]
  /** Until when it need not be asked for again. */
  readonly fresh: number
  /** What was last made of it. */
  compiled?: Compiled
}

/** An authorizer, and what it was made of. */
interface Compiled {
  readonly rules: readonly Rules[]
  readonly defaultPolicy: DefaultPolicy
  readonly authorizer: Authorizer
}

interface KnownPolicy {
  readonly rules: Rules
  readonly fresh: number
}

/** Nobody can say what the token may do. */
const down: Authorizer = { ...denyAll, accessor: 'primary-dc-down' }

/** The rights of tokens at an agent that has no state: those a server tells of, remembered for as long as the configuration says. */
export class RemoteTokens {
  readonly #clock: Clock
  readonly #settings: () => Settings
  readonly #tokens = new LRUCache<string, Known>(lazyMax(4096))
  /** By their IDs: tokens share them. */
  readonly #policies = new LRUCache<string, KnownPolicy>(lazyMax(4096))
  readonly #asking = new Map<string, Promise<boolean>>()
  #made = 0

  constructor(clock: Clock, settings: () => Settings) {
    this.#clock = clock
    this.#settings = settings
  }

  /** The rights of a secret; with no server to ask, those that `down_policy` gives. Rejects with UnknownToken. */
  async resolve(secret: string, server: TokenServer): Promise<Authorizer> {
    const { downPolicy } = this.#settings().acl
    const known = this.#rightsOf(secret)
    if (known?.fresh === true) return known.authorizer
    const asked = this.#ask(secret, server)
    if (known && downPolicy === 'async-cache') {
      asked.catch(() => undefined)
      return known.authorizer
    }
    if (await asked) return this.#rightsOf(secret)?.authorizer ?? down
    if (downPolicy === 'allow') return allowAll
    return downPolicy === 'deny' ? down : (known?.authorizer ?? down)
  }

  /** Whether a server answered. Rejects with UnknownToken. */
  #ask(secret: string, server: TokenServer): Promise<boolean> {
    const under = this.#asking.get(secret)
    if (under) return under
    const asked = this.#learn(secret, server).finally(() => this.#asking.delete(secret))
    this.#asking.set(secret, asked)
    return asked
  }

  async #learn(secret: string, server: TokenServer): Promise<boolean> {
    const told = await server.rightsOf(secret)
    if (!told) return false
    if ('unknown' in told) {
      this.#tokens.delete(secret)
      throw new UnknownToken(told.unknown)
    }
    const now = this.#clock.now()
    const { server: isServer, acl } = this.#settings()
    // servers know of every change at once
    const ttl = (configured: number): number => now + (isServer ? 0 : configured)
    const { accessor, expires, policies } = told
    for (const { id, rules } of policies) {
      const before = this.#policies.get(id)
      if (before && before.fresh > now) continue
      this.#policies.set(id, { rules: parseRules(rules), fresh: ttl(acl.policyTtl) })
    }
    const fresh = ttl(told.roles ? Math.min(acl.tokenTtl, acl.roleTtl) : acl.tokenTtl)
    this.#tokens.set(secret, { accessor, expires, policies: policies.map(({ id }) => id), fresh })
    return true
  }

  /** What is known of a secret, and whether that is recent enough. Throws UnknownToken for one that has expired. */
  #rightsOf(secret: string): { readonly authorizer: Authorizer; readonly fresh: boolean } | undefined {
    const now = this.#clock.now()
    const token = this.#tokens.get(secret)
    if (!token) return undefined
    if (token.expires !== undefined && token.expires <= now) throw new UnknownToken(NOT_FOUND)
    const policies = token.policies.map(id => this.#policies.get(id))
    if (!policies.every(policy => policy !== undefined)) return undefined
    const rules = policies.map(policy => policy.rules)
    const { authorizer } = this.#isCompiled(token, rules) ? token.compiled : this.#compile(token, rules)
    return { authorizer, fresh: token.fresh > now && policies.every(({ fresh }) => fresh > now) }
  }

  /** Whether the policies and the default are still those that the authorizer was made of. */
  #isCompiled(token: Known, rules: readonly Rules[]): token is Known & { readonly compiled: Compiled } {
    const { compiled } = token
    return (
      compiled !== undefined &&
      compiled.defaultPolicy === this.#settings().acl.defaultPolicy &&
      rules.every((rule, i) => rule === compiled.rules[i])
    )
  }

  #compile(token: Known, rules: readonly Rules[]): Compiled {
    const defaultPolicy = this.#settings().acl.defaultPolicy as DefaultPolicy
    const id = `remote-${++this.#made}`
    const authorizer = compileRules(rules, { accessor: token.accessor, id, defaultPolicy })
    return (token.compiled = { rules, defaultPolicy, authorizer })
  }
}
