import type { IncomingMessage } from 'node:http'
import { parseAddress, type Target } from './address.ts'
import { ClientError } from './errors.ts'
import type { ClientOptions } from './options.ts'
import { ClientResponse } from './response.ts'
import { loadTls, type LoadedTls } from './tls.ts'
import { type Outgoing, send } from './transport.ts'
import { encodeQuery, escapePath, type Query } from './url.ts'

export type { ClientOptions } from './options.ts'
export { ClientError, StatusError } from './errors.ts'
export { ClientResponse } from './response.ts'

/** What a request can carry. */
export interface RequestOptions {
  readonly query?: Query
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** An answer whose body is still coming. */
export interface ClientStream {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: AsyncIterable<Uint8Array>
}

/** Speaks HTTP with one agent. It keeps no connection, so there is nothing to close. */
export class ConsulClient {
  readonly options: ClientOptions
  readonly #target: Target
  readonly #tls: LoadedTls | undefined

  /** Throws a ClientError when the address is none or a file of `tls` cannot be read. */
  constructor(options: ClientOptions) {
    this.options = options
    this.#target = parseAddress(options.address, options.ssl ?? false)
    this.#tls = options.tls && loadTls(options.tls)
  }

  /** Sends a request (`path` is not escaped yet) and resolves to its answer, whatever its status. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<ClientResponse> {
    const { status, headers, body } = await this.stream(method, path, options)
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return new ClientResponse(status, headers, chunks.length === 1 ? (chunks[0] ?? EMPTY) : Buffer.concat(chunks))
  }

  /** The same; the body is read while it comes. */
  async stream(method: string, path: string, options: RequestOptions = {}): Promise<ClientStream> {
    const { query = {}, body, headers, signal } = options
    const out: Outgoing = {
      method,
      path: this.#target.prefix + escapePath(path) + this.#query(method, query),
      headers: { ...this.#headers(body), ...headers },
      body,
      signal,
    }
    const response = await this.#send(out, MAX_REDIRECTS)
    return { status: response.statusCode ?? 0, headers: response.headers, body: explained(response) }
  }

  /** The answer to a GET; throws a StatusError unless it is 200. */
  async get(path: string, query: Query = {}, signal?: AbortSignal): Promise<ClientResponse> {
    return (await this.request('GET', path, { query, signal })).expectOk()
  }

  /** The same; undefined for 404. */
  async find(path: string, query: Query = {}, signal?: AbortSignal): Promise<ClientResponse | undefined> {
    const response = await this.request('GET', path, { query, signal })
    return response.status === 404 ? undefined : response.expectOk()
  }

  /** The answer to a PUT; throws a StatusError unless it is 200. */
  async put(path: string, body?: string | Uint8Array, query: Query = {}): Promise<ClientResponse> {
    return (await this.request('PUT', path, { query, ...(body !== undefined && { body }) })).expectOk()
  }

  /** The answer to a DELETE; throws a StatusError unless it is 200. */
  async delete(path: string, query: Query = {}): Promise<ClientResponse> {
    return (await this.request('DELETE', path, { query })).expectOk()
  }

  /** Follows redirects as Go does. The agent sends them for keys such as `a//b`. */
  async #send(out: Outgoing, redirects: number): Promise<IncomingMessage> {
    const response = await send(this.#target, this.#tls, out)
    const { location } = response.headers
    const again = REDIRECTS.get(response.statusCode ?? 0)
    if (!again || !location?.startsWith('/') || redirects === 0) return response
    response.resume()
    return this.#send({ ...out, ...again, path: location }, redirects - 1)
  }

  #query(method: string, query: Query): string {
    const { datacenter, namespace, partition, stale } = this.options
    const text = encodeQuery({
      dc: datacenter,
      ns: namespace,
      partition,
      ...(stale && method === 'GET' && { stale: true }),
      ...query,
    })
    return text === '' ? '' : `?${text}`
  }

  #headers(body: string | Uint8Array | undefined): Record<string, string> {
    const { token, auth } = this.options
    return {
      'User-Agent': 'miniconsul',
      'Content-Type': body === undefined || typeof body === 'string' ? 'application/json' : 'application/octet-stream',
      ...(token && { 'X-Consul-Token': token }),
      ...(auth && { Authorization: `Basic ${Buffer.from(auth.includes(':') ? auth : `${auth}:`).toString('base64')}` }),
    }
  }
}

const MAX_REDIRECTS = 10

/** What changes when a request goes on to elsewhere. */
const REDIRECTS: ReadonlyMap<number, Partial<Outgoing>> = new Map<number, Partial<Outgoing>>([
  [301, { method: 'GET', body: undefined }],
  [302, { method: 'GET', body: undefined }],
  [303, { method: 'GET', body: undefined }],
  [307, {}],
  [308, {}],
])

const EMPTY = new Uint8Array()

async function* explained(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw new ClientError('unexpected EOF', { cause: error })
  }
}
