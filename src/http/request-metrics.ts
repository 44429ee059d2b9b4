import type { Metrics, Series } from '../agent/metrics.ts'

/** What a route is told by. */
interface MeasuredRoute {
  readonly path: string
  readonly local?: boolean
  readonly methods: Readonly<Record<string, { readonly kind: string } | undefined>>
}

/** What is counted when a request is answered. */
export class RouteMetrics {
  readonly #time: Series
  readonly #counters: readonly Series[]

  constructor(time: Series, counters: readonly Series[]) {
    this.#time = time
    this.#counters = counters
  }

  /** `ms`: from the request to its answer, which left `at`. */
  answered(ms: number, at: number): void {
    this.#time.add(ms, at)
    for (const counter of this.#counters) counter.add(1, at)
  }
}

/** Counts requests to the endpoints of one agent. */
export class RequestMetrics {
  readonly #metrics: Metrics
  readonly #byRoute = new Map<MeasuredRoute, Map<string, RouteMetrics>>()
  readonly #clientRpc: Series
  readonly #rpcRequest: Series
  readonly #rpcQuery: Series

  constructor(metrics: Metrics) {
    this.#metrics = metrics
    this.#clientRpc = metrics.counter('client.rpc')
    this.#rpcRequest = metrics.counter('rpc.request')
    this.#rpcQuery = metrics.counter('rpc.query')
  }

  of(method: string, route: MeasuredRoute): RouteMetrics {
    let known = this.#byRoute.get(route)
    if (!known) this.#byRoute.set(route, (known = new Map<string, RouteMetrics>()))
    let metrics = known.get(method)
    if (!metrics) known.set(method, (metrics = this.#create(method, route)))
    return metrics
  }

  #create(method: string, route: MeasuredRoute): RouteMetrics {
    const path = route.path.slice(1).replace(/:.*/, '').replaceAll('/', '_')
    const time = this.#metrics.sample('api.http', { method, path })
    if (route.local === true) return new RouteMetrics(time, [])
    const queries = route.methods[method]?.kind === 'query' ? [this.#rpcQuery] : []
    return new RouteMetrics(time, [this.#clientRpc, this.#rpcRequest, ...queries])
  }
}
