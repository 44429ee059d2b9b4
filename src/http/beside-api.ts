import type { Agent } from '../agent/agent.ts'
import type { ByteBudget } from '../lib/byte-budget.ts'
import type { BaseHeaders } from './base-headers.ts'
import { readBody } from './body.ts'
import { judged } from './complaint.ts'
import type { Incoming } from './exchange.ts'
import { UI_DISABLED, unknownPathText } from './odd-paths.ts'
import { lacksPageSlash, pagePath, servesPage } from './page-path.ts'
import { discardBody, NO_PAGE, plain, redirect, send } from './plain-answers.ts'
import { PROFILES, PROFILES_PREFIX, serveProfile } from './profiles/serve.ts'
import { NO_QUERY, parseQueryString } from './query-string.ts'
import type { Reply } from './reply.ts'
import { Request } from './request.ts'
import type { Responder } from './responder.ts'
import { unescapeParts } from './router.ts'

/** Answers what stands beside Consul's API: its root, profiles, what leads to the page, and paths that nobody knows. */
export class BesideApi {
  readonly #agent: Agent
  readonly #base: BaseHeaders
  readonly #bodies: ByteBudget

  constructor(agent: Agent, base: BaseHeaders, bodies: ByteBudget) {
    this.#agent = agent
    this.#base = base
    this.#bodies = bodies
  }

  /** `/` itself. */
  root(raw: Incoming, res: Responder): void {
    discardBody(raw)
    const { settings } = this.#agent
    const headers = this.#base.configured(settings)
    if (servesPage(settings.ui)) redirect(raw, res, pagePath(settings.ui), headers)
    else plain(res, 200, UI_DISABLED, headers)
  }

  /** A path that is none of the API's routes. */
  serve(raw: Incoming, res: Responder, path: string, bytes: string): void {
    const seen = path.includes('%') ? unescapeParts(path) : path
    const root = this.#withSlash(seen)
    if (root !== undefined) return this.#send(raw, res, root)
    if (seen.startsWith(PROFILES_PREFIX))
      return serveProfile(this.#agent, raw, res, bytes.slice(PROFILES_PREFIX.length))
    discardBody(raw)
    const { settings } = this.#agent
    // the page is served beside this, under the path that it was configured with and not under other forms of that
    if (servesPage(settings.ui) && seen.startsWith(pagePath(settings.ui))) return send(res, NO_PAGE, [])
    plain(res, 404, unknownPathText(bytes), this.#base.configured(settings))
  }

  /** The root beside the API that a path leads to but for its last slash. */
  #withSlash(path: string): string | undefined {
    if (path === PROFILES) return PROFILES_PREFIX
    const { ui } = this.#agent.settings
    return lacksPageSlash(path, ui) ? pagePath(ui) : undefined
  }

  /** To the clean form of a path, or to the root that it leads to. */
  redirect(raw: Incoming, res: Responder, to: string): void {
    this.#send(raw, res, this.#withSlash(to) ?? to)
  }

  /** The query goes with it. */
  #send(raw: Incoming, res: Responder, to: string): void {
    discardBody(raw)
    const at = raw.url.indexOf('?')
    redirect(raw, res, to + (at < 0 ? '' : raw.url.slice(at)))
  }

  /** A query that is none is as good as none here. */
  serveApart(raw: Incoming, res: Responder, answer: (req: Request) => Reply, path: string, search: string): void {
    const { settings, acl } = this.#agent
    const req = new Request(raw, path, '', parseQueryString(search) ?? NO_QUERY, settings, acl)
    readBody(req, { limit: undefined, budget: this.#bodies }, () => {
      const { value, refused } = judged(() => answer(req))
      req.leaveBody()
      if (value) send(res, value, [])
      else plain(res, refused.status, refused.message, [])
    })
  }
}
