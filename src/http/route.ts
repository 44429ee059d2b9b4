import type { CachedBy } from './cache-key.ts'
import type { Agent } from '../agent/agent.ts'
import type { Settings } from '../model/settings.ts'
import type { Sliceable } from '../lib/slices.ts'
import type { Read } from '../state/kv.ts'
import type { View } from '../state/view.ts'
import type { Source } from '../agent/blocking.ts'
import type { ReadOptions } from './blocking-parameters.ts'
import type { BodyLimit } from './body.ts'
import type { Reply } from './reply.ts'
import type { Request } from './request.ts'

export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'

/** How near a route comes to the real one; shown in COMPATIBILITY.md. */
export interface Fidelity {
  readonly fidelity?: 'full' | 'partial' | 'none'
  /** What is missing or different. */
  readonly note?: string
}

/** A read of the state that can wait: checks the request, and gives the function that reads. */
export type Query = (req: Request, agent: Agent, options: ReadOptions, made?: unknown) => (view: View) => Read<Reply>

export interface QueryOptions {
  /** Tell the consistency that was used. Default true; KV and sessions do not. */
  readonly showsConsistency?: boolean
  /** An error, too, carries the query's headers (with no known leader). */
  readonly metaOnError?: boolean
  /** A read of the catalog or of health, which `discovery_max_stale` makes stale. */
  readonly discovery?: boolean
  /** `?cached` is served by the agent's cache, where `by` tells answers apart; `always`: so are all reads. */
  readonly cached?: { readonly by: readonly CachedBy[]; readonly always?: boolean }
  /** What the agent's cache has of it stays as it is: news of it only ends the waiting for some. */
  readonly heldForGood?: boolean
  /** As a blocked query of it, what the agent's cache has reads its next news with the rights that it began to wait with. */
  readonly keepsRights?: boolean
  /** Blocking and cached reads come from the streaming backend, which knows no leader. */
  readonly streaming?: boolean
  /** The route itself says when namespaces are refused. */
  readonly ownEnterpriseCheck?: boolean
  /** Namespaces are refused before the parameters of reads are looked at. */
  readonly enterpriseFirst?: boolean
  /** Partitions are; of namespaces the route itself says when. */
  readonly partitionFirst?: boolean
  /** Refuses all requests before anything of them is looked at. */
  readonly guard?: (agent: Agent) => void
  /** What has to be switched on for it, which is said before anything of the datacenter. */
  readonly requires?: (settings: Settings) => void
  /** As in Consul, what is wrong with how it is asked stands before the answer, which comes all the same. */
  readonly answersComplaints?: boolean
  /** `?index=` is validated, but the read never blocks. */
  readonly waits?: boolean
  /** The answer is made of nothing but the request and the state, so it is sent again until what it read has changed. */
  readonly cacheable?: boolean
  /** Whether the agent that is asked has it by itself: then it is given without a leader, and whatever datacenter is named. */
  readonly isAgents?: (req: Request, agent: Agent) => boolean
  /** Makes what must be there before the state is read, such as a certificate. */
  readonly prepare?: (req: Request, agent: Agent) => Promise<unknown>
}

/** A read of something else than the state that can wait, such as events. */
export interface Watch<T> {
  readonly source: Source<T>
  isNews(value: T): boolean
  answer(value: T): Reply
  /** Milliseconds. */
  readonly wait: number
}

/** What it gives in slices is done to the end, as Go's handlers do it, whether or not the client still waits. */
export type Action = (req: Request, agent: Agent) => Reply | Promise<Reply> | Sliceable<Reply>

export interface ActionOptions {
  /** How large its body may be; by default 8 MiB and a little, and 512 KiB of thousands of members. */
  readonly limit?: (req: Request) => BodyLimit
  readonly ownEnterpriseCheck?: boolean
  /** It reads: an error, too, carries the headers of a query, except for what is wrong with the request itself. */
  readonly metaOnError?: boolean
}

/** What a method of a route does. */
export type Handler =
  | { readonly kind: 'query'; readonly run: Query; readonly options: QueryOptions }
  | { readonly kind: 'action'; readonly run: Action; readonly options: ActionOptions }
  | { readonly kind: 'watch'; readonly run: (req: Request, agent: Agent) => Watch<unknown> }
  | { readonly kind: 'stream'; readonly run: (req: Request, agent: Agent, out: Stream) => void }

/** An answer that is written little by little. */
export interface Stream {
  /** Sends the head; null: without a content type. */
  begin(contentType: string | null): void
  write(text: string): void
  end(): void
  /** Called once when either side has ended it. */
  onClose(fn: () => void): void
}

export interface Route extends Fidelity {
  /** `/v1/kv/:key` takes all that follows; a path without a name is matched as it is. */
  readonly path: string
  readonly methods: Readonly<Partial<Record<Method, Handler>>>
  /** What OPTIONS answers besides its headers. Where there is something, a wrong method is not told of OPTIONS itself. */
  readonly optionsBody?: string
  /** What it writes is written in the primary datacenter, from where the others copy it. */
  readonly writtenInPrimary?: boolean
  /** Any agent answers it by itself, whatever datacenter is named. */
  readonly local?: boolean
  /** An agent without a state passes its server's refusals on as they are. */
  readonly direct?: boolean
  /** `limits.request_limits` do not count it. */
  readonly unlimited?: boolean
  /** It, or all but its reads, is about the cluster that is asked, whatever datacenter is named. */
  readonly anyDatacenter?: boolean | 'writes'
  /** All that it answers is compressed for clients that accept gzip, however small it is. */
  readonly alwaysGzips?: boolean
  /** It stands beside Consul's API, whose checks and headers are not its own: this answers every method. */
  readonly apart?: (req: Request) => Reply
}

export function route(
  path: string,
  methods: Route['methods'],
  fidelity: Fidelity &
    Pick<
      Route,
      'optionsBody' | 'local' | 'direct' | 'anyDatacenter' | 'writtenInPrimary' | 'unlimited' | 'alwaysGzips' | 'apart'
    > = {},
): Route {
  return { path, methods, ...fidelity }
}

/** Routes that any agent answers by itself. */
export const local = (routes: readonly Route[]): readonly Route[] => routes.map(route => ({ ...route, local: true }))

/** Routes whose refusals are passed on as they are. */
export const direct = (routes: readonly Route[]): readonly Route[] => routes.map(route => ({ ...route, direct: true }))

/** Routes that are answered however often they are asked. */
export const unlimited = (routes: readonly Route[]): readonly Route[] =>
  routes.map(route => ({ ...route, unlimited: true }))

/** Routes whose writes go to the primary datacenter. */
export const writtenInPrimary = (routes: readonly Route[]): readonly Route[] =>
  routes.map(route => ({ ...route, writtenInPrimary: true }))

/** A route that answers OPTIONS for itself shows Go's writer of answers, within that which would compress them. */
export const optionsBody = ({ optionsBody = '' }: Route, gzip: boolean): string =>
  gzip && optionsBody !== '' ? `{"ResponseWriter":${optionsBody}}` : optionsBody

/** The methods that a client is told of. */
export function allowedMethods({ methods, optionsBody }: Route, method: string): string {
  const own = Object.keys(methods)
  return (optionsBody !== undefined && method !== 'OPTIONS' ? own : ['OPTIONS', ...own]).join(',')
}

export const query = (run: Query, options: QueryOptions = {}): Handler => ({ kind: 'query', run, options })
/** A read for which something is made first. */
export const queryWith = <T>(
  prepare: (req: Request, agent: Agent) => Promise<T>,
  run: (req: Request, agent: Agent, made: T, read: ReadOptions) => ReturnType<Query>,
  options: QueryOptions = {},
): Handler => query((req, agent, read, made) => run(req, agent, made as T, read), { ...options, prepare })
export const action = (run: Action, options: ActionOptions = {}): Handler => ({ kind: 'action', run, options })
export const watch = <T>(run: (req: Request, agent: Agent) => Watch<T>): Handler => ({
  kind: 'watch',
  run: run as (req: Request, agent: Agent) => Watch<unknown>,
})
export const stream = (run: (req: Request, agent: Agent, out: Stream) => void): Handler => ({ kind: 'stream', run })
