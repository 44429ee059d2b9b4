import { loggedUrl, mayNameToken } from '../http/logged-url.ts'
import { secretInHeaders } from '../http/secret.ts'
import { hideKeys, hideSecrets } from './hide-secrets.ts'
import type { IncomingHttpHeaders } from 'node:http'
import type { Incoming } from '../http/exchange.ts'
import { decodeText } from '../lib/bytes.ts'
import type { Sent } from '../http/responder.ts'
import { bodyText, headersOf, MAX_RECORDED_BODY, startOf, withoutSecrets } from './recorded-answer.ts'
import type { RecordedRequest as RequestRow } from './recorded.ts'

const KV = '/v1/kv/'
const KEYRING = '/v1/operator/keyring'

/** One HTTP request as it came, and what became of it. */
export class RecordedRequest {
  readonly kind = 'http'
  /** Its place in the journal, from 1 on; 0 while it is in none. */
  id = 0
  /** When it came, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  readonly method: string
  /** Path and query as they came, a token in it hidden. */
  readonly url: string
  /** The accessor ID of the token that asked; '' where that is not known, and where ACLs are off. */
  readonly accessor: string
  /** Milliseconds to its answer on the emulator's clock; undefined as `status` is. */
  duration: number | undefined
  /** Whether it waited for a change. */
  blocked = false
  /** ID of the fault that it met. */
  fault: string | undefined
  /** The index of the journal at its last change. */
  version = 0
  readonly #rawHeaders: readonly string[]
  #sent: Sent | undefined
  #headers: Readonly<Record<string, string>> | undefined
  #query: Readonly<Record<string, string>> | undefined
  /** No property: what prints or serializes a request does not show it. */
  readonly #token: string
  /** One unit a byte: a string takes half the time of a Buffer to make and to collect. */
  #body: string | undefined
  /** Characters that it keeps in memory, answer and body aside. */
  readonly weight: number

  constructor(
    method: string,
    url: string,
    headers: IncomingHttpHeaders,
    at: number,
    accessorOf: (secret: string) => string = () => '',
    rawHeaders: readonly string[] = [],
  ) {
    this.method = method
    const suspect = mayNameToken(url)
    this.url = suspect ? loggedUrl(url) : url
    this.at = at
    this.#token = (suspect && queryOf(url)['token']) || secretInHeaders(headers)
    this.accessor = accessorOf(this.#token)
    this.#rawHeaders = rawHeaders
    let weight = this.url.length + this.#token.length
    for (const text of rawHeaders) weight += text.length
    this.weight = weight
  }

  static of(raw: Incoming, at: number, accessorOf: (secret: string) => string): RecordedRequest {
    return new RecordedRequest(raw.method, raw.url, raw.headers, at, accessorOf, raw.rawHeaders)
  }

  /** The token that came with it, in whatever way; '' for none. */
  get token(): string {
    return this.#token
  }

  /** Takes a part of its body, of which the first 4 KiB are recorded. */
  addBody(chunk: Buffer): void {
    const room = MAX_RECORDED_BODY - (this.#body?.length ?? 0)
    if (room > 0) this.#body = (this.#body ?? '') + chunk.toString('latin1', 0, room)
  }

  forgetBody(): void {
    this.#body = undefined
  }

  /** Undefined while it is not answered, and for good when its client left or was cut off before. */
  get status(): number | undefined {
    return this.#sent?.status
  }

  answered(sent: Sent, at: number): void {
    this.#sent = startOf(sent)
    this.duration = at - this.at
  }

  /** By name in lower case, as they came. */
  get headers(): Readonly<Record<string, string>> {
    return (this.#headers ??= headersOf(this.#rawHeaders))
  }

  /** As it is now, for tests that read it. */
  get row(): RequestRow {
    const { id, at, method, url, path, query, key, token, accessor, headers, body, status, duration, blocked, fault } =
      this
    const row = {
      id,
      at,
      method,
      url,
      path,
      query: { ...query },
      key,
      accessor,
      headers: withoutSecrets(headers),
      body,
      status,
      answer: this.#answer(),
      duration,
      blocked,
      fault,
    }
    // what prints or serializes a row does not show it
    return Object.defineProperty(row, 'token', { get: () => token }) as typeof row & { token: string }
  }

  #answer(): RequestRow['answer'] {
    if (!this.#sent) return undefined
    const headers = headersOf(this.#sent.headers)
    const { status } = this.#sent
    return { status, headers, body: this.#shown(bodyText(this.#sent, headers)) }
  }

  /** Secrets of the API hidden; a value of the key-value store is as it is. */
  #shown(text: string): string {
    if (this.path.startsWith(KV)) return text
    return this.path.startsWith(KEYRING) ? hideKeys(text) : hideSecrets(text)
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

  /** The start of its body as text, secrets of the ACL system hidden; a value of the key-value store is as it came. */
  get body(): string {
    return this.#shown(decodeText(this.#body ?? ''))
  }
}

/** Whether a request says that it has a body. */
export const hasBody = ({ headers }: Incoming): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

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
