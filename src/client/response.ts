import { JsonError, parseJson } from '../go/json.ts'
import { ClientError, StatusError } from './errors.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** What an agent answered. */
export class ClientResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
  readonly #say: (reason: string) => string

  constructor(status: number, headers: Headers, body: Uint8Array, say = (reason: string): string => reason) {
    this.status = status
    this.headers = headers
    this.body = body
    this.#say = say
  }

  /** The same answer, of which `say` tells why it cannot be read. */
  explained(say: (reason: string) => string): ClientResponse {
    return new ClientResponse(this.status, this.headers, this.body, reason => say(this.#say(reason)))
  }

  /** X-Consul-Index; undefined where there is none. */
  get index(): bigint | undefined {
    const text = this.headers['x-consul-index']
    return typeof text === 'string' && /^\d+$/.test(text) ? BigInt(text) : undefined
  }

  text(): string {
    return Buffer.from(this.body.buffer, this.body.byteOffset, this.body.byteLength).toString()
  }

  /** The body read as JSON; integers beyond 2^53 are bigints. Throws a ClientError for what is none. */
  json<T>(): T {
    try {
      return parseJson(this.body) as T
    } catch (error) {
      throw error instanceof JsonError ? new ClientError(this.#say(error.message), { cause: error }) : error
    }
  }

  /** Itself, unless the agent refused. */
  expectOk(): this {
    if (this.status === 200) return this
    throw new StatusError(this.status, this.text().trim())
  }
}
