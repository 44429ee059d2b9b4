import type { HttpServer } from '../http/server.ts'
import { parseWholeJson, toJson } from '../go/json.ts'

/** The response to an injected request. */
export interface InjectResponse {
  /** The status, such as 200. */
  readonly statusCode: number
  /** The headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as text. */
  readonly body: string
  /** The body as bytes. */
  readonly bytes: Uint8Array
  /**
   * Parses the body as JSON, with integers beyond 2^53 as bigints; throws what `JSON.parse` throws.
   *
   * @example (await consul.inject('GET', '/v1/catalog/services')).json()
   */
  json<T = unknown>(): T
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'PATCH'

/** Sends a request through the routes; objects go as JSON. */
export async function injectRequest(
  inject: HttpServer['inject'],
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<InjectResponse> {
  const answer = await inject({
    method: method as Method,
    url,
    headers: { ...headers },
    ...(body !== undefined && { payload: payloadOf(body) }),
  })
  return {
    statusCode: answer.statusCode,
    headers: headersOf(answer.headers),
    body: answer.payload,
    bytes: new Uint8Array(answer.rawPayload),
    json: <T>() => parseWholeJson(answer.payload) as T,
  }
}

function payloadOf(body: unknown): string | Buffer {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? Buffer.from(body) : toJson(body)
}

/** One text for each name. */
function headersOf(
  given: Readonly<Record<string, number | string | readonly string[] | undefined>>,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) headers[name.toLowerCase()] = typeof value === 'object' ? value.join(', ') : String(value)
  }
  return headers
}
