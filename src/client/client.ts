import type { IncomingMessage } from 'node:http'
import { parseAddress, type Target } from './address.ts'
import { ClientError } from './errors.ts'
import type { ClientOptions } from './options.ts'
import { ClientResponse } from './response.ts'
import { loadTls, type LoadedTls } from './tls.ts'
import { type Outgoing, type RequestBody, send } from './transport.ts'
import { encodeQuery, escapePath, type Query } from './url.ts'

export type { ClientOptions } from './options.ts'
export { ClientError, StatusError } from './errors.ts'
export { ClientResponse } from './response.ts'

/** What a request can carry. */
export interface RequestOptions {
  readonly query?: Query
  readonly body?: RequestBody
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
    this.#tls = options.tls && loadTls(options.tls)
    this.#target = parseAddress(options.address, options.ssl ?? false)
  }

  /** Sends a request (`path` is not escaped yet) and resolves to its answer, whatever its status. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<ClientResponse> {
    return received(await this.#open(method, path, options))
  }

  /** The same; the body is read while it comes. */
  async stream(method: string, path: string, options: RequestOptions = {}): Promise<ClientStream> {
    const response = await this.#open(method, path, options)
    return { status: response.statusCode ?? 0, headers: response.headers, body: explained(response) }
  }

  #open(method: string, path: string, options: RequestOptions): Promise<IncomingMessage> {
    const { query = {}, body, headers, signal } = options
    const out: Outgoing = {
      method,
      path: this.#target.prefix + escapePath(path) + this.#query(method, query),
      headers: { ...this.#headers(body), ...headers },
      body,
      signal,
    }
    return this.#send(out, MAX_REDIRECTS)
  }

  /**
   * Sends a request whose path and parameters are escaped already, with the client's token and nothing else of its options, and resolves
   * to its answer, whatever its status. Redirects are answers, too.
   */
  async send(
    method: string,
    path: string,
    { body, headers, signal }: Omit<RequestOptions, 'query'> = {},
  ): Promise<ClientResponse> {
    const out = {
      method,
      path: this.#target.prefix + path,
      headers: { ...this.#headers(body), ...headers },
      body,
      signal,
    }
    return received(await this.#send(out, 0))
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
  async put(path: string, body?: RequestBody, query: Query = {}): Promise<ClientResponse> {
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

  #headers(body: RequestBody | undefined): Record<string, string> {
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

/** What changes when a request is redirected. */
const REDIRECTS: ReadonlyMap<number, Partial<Outgoing>> = new Map<number, Partial<Outgoing>>([
  [301, { method: 'GET', body: undefined }],
  [302, { method: 'GET', body: undefined }],
  [303, { method: 'GET', body: undefined }],
  [307, {}],
  [308, {}],
])

const EMPTY = new Uint8Array()

async function received(response: IncomingMessage): Promise<ClientResponse> {
  const chunks: Uint8Array[] = []
  for await (const chunk of explained(response)) chunks.push(chunk)
  const body = chunks.length === 1 ? (chunks[0] ?? EMPTY) : Buffer.concat(chunks)
  return new ClientResponse(response.statusCode ?? 0, response.headers, body)
}

async function* explained(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw new ClientError('unexpected EOF', { cause: error })
  }
}
