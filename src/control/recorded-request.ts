import type { Incoming } from '../http/exchange.ts'
import type { IncomingHttpHeaders } from 'node:http'

/** Bytes of a body that are recorded. */
export const MAX_RECORDED_BODY = 4096
const KV = '/v1/kv/'

/** One HTTP request as it came, and what became of it. */
export class RecordedRequest {
  readonly kind = 'http'
  /** Its place in the journal, from 1 on; 0 while it is in none. */
  id = 0
  /** When it came, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  readonly method: string
  /** Path and query as they came. */
  readonly url: string
  /** The token that came with it, in whatever way; '' for none. */
  readonly token: string
  /** Undefined while it is not answered, and for good when its client left or was cut off before. */
  status: number | undefined
  /** Milliseconds to its answer on the emulator's clock; undefined as `status` is. */
  duration: number | undefined
  /** Whether it waited for a change. */
  blocked = false
  /** ID of the fault that it met. */
  fault: string | undefined
  /** The start of its body, up to 4 KiB, as far as it was read. */
  bodyBytes: Buffer | undefined
  /** The index of the journal at its last change. */
  version = 0
  #query: Readonly<Record<string, string>> | undefined

  constructor(method: string, url: string, headers: IncomingHttpHeaders, at: number) {
    this.method = method
    this.url = url
    this.at = at
    this.token = tokenOf(url, headers)
  }

  static of(raw: Incoming, at: number): RecordedRequest {
    return new RecordedRequest(raw.method, raw.url, raw.headers, at)
  }

  /** As it came, still encoded. */
  get path(): string {
    const at = this.url.indexOf('?')
    return at < 0 ? this.url : this.url.slice(0, at)
  }

  /** The members of the query; the first one where a name is repeated. */
  get query(): Readonly<Record<string, string>> {
    return (this.#query ??= queryOf(this.url))
  }

  /** The key that a request to `/v1/kv/` names; undefined for any other. */
  get key(): string | undefined {
    const { path } = this
    return path.startsWith(KV) ? decoded(path.slice(KV.length)) : undefined
  }

  /** The start of its body as text. */
  get body(): string {
    return this.bodyBytes?.toString() ?? ''
  }
}

/** A text with its escapes undone; as it is when they are broken. */
export function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function queryOf(url: string): Readonly<Record<string, string>> {
  const at = url.indexOf('?')
  if (at < 0) return {}
  const query: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [name, value] of new URLSearchParams(url.slice(at + 1))) query[name] ??= value
  return { ...query }
}

const BEARER = /^bearer\s+/i

function tokenOf(url: string, headers: IncomingHttpHeaders): string {
  const header = headers['x-consul-token']
  if (typeof header === 'string' && header !== '') return header
  const { authorization } = headers
  if (authorization !== undefined && BEARER.test(authorization)) return authorization.replace(BEARER, '')
  return url.includes('token=') ? (queryOf(url)['token'] ?? '') : ''
}
