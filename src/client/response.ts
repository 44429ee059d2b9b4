import { parseJson } from '../go/json.ts'
import { StatusError } from './errors.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** What an agent answered. */
export class ClientResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array

  constructor(status: number, headers: Headers, body: Uint8Array) {
    this.status = status
    this.headers = headers
    this.body = body
  }

  /** X-Consul-Index; undefined where there is none. */
  get index(): bigint | undefined {
    const text = this.headers['x-consul-index']
    return typeof text === 'string' && /^\d+$/.test(text) ? BigInt(text) : undefined
  }

  text(): string {
    return Buffer.from(this.body.buffer, this.body.byteOffset, this.body.byteLength).toString()
  }

  /** The body read as JSON; integers beyond 2^53 are bigints. */
  json<T>(): T {
    return parseJson(this.body) as T
  }

  /** Itself, unless the agent refused. */
  expectOk(): this {
    if (this.status === 200) return this
    throw new StatusError(this.status, this.text().trim())
  }
}
