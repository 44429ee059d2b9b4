import type { IncomingMessage } from 'node:http'
import { onAbort } from '../../checks/abort.ts'
import { exchange, type Exchange } from '../../checks/http-exchange.ts'
import { MAX_REDIRECTS, redirected, redirectLocation } from '../../checks/redirect.ts'
import { parseHttpUrl } from '../../../go/http-url.ts'
import type { Clock } from '../../../lib/clock.ts'
import { errorText } from '../../../lib/error-text.ts'
import { quoteGo } from '../../../go/quote.ts'

export interface Fetched {
  readonly status: number
  readonly reason: string
  readonly contentType: string
  readonly body: string
}

/** Milliseconds for all of it: redirects, heads and the body. */
const TIMEOUT = 10_000
const TIMED_OUT = 'context deadline exceeded (Client.Timeout or context cancellation while reading body)'
/** More is no key set. */
const MAX_BYTES = 1 << 20

/** A GET whose errors are those of Go's client. */
export async function fetchText(href: string, clock: Clock): Promise<Fetched> {
  const shown = href.replaceAll(' ', '%20')
  const timeout = new AbortController()
  const timer = clock.setTimeout(() => timeout.abort(), TIMEOUT)
  try {
    const response = await get(href, timeout.signal)
    return {
      status: response.statusCode ?? 0,
      reason: response.statusMessage ?? '',
      contentType: response.headers['content-type'] ?? '',
      body: await bodyOf(response, timeout.signal),
    }
  } catch (err) {
    throw new Error(`Get ${quoteGo(shown)}: ${errorText(err)}`, { cause: err })
  } finally {
    timer.clear()
  }
}

async function get(href: string, signal: AbortSignal): Promise<IncomingMessage> {
  const url = parseHttpUrl(href)
  const headers = { 'User-Agent': ['Go-http-client/1.1'] }
  let request: Exchange = { url, method: 'GET', host: url.host, headers, body: '' }
  for (let redirects = 1; ; redirects++) {
    const response = await exchange(request, { serverName: '', skipVerify: false }, signal)
    const location = redirectLocation(response)
    if (location === undefined) return response
    response.destroy()
    if (redirects === MAX_REDIRECTS) throw new Error(`stopped after ${MAX_REDIRECTS} redirects`)
    request = redirected(request, response.statusCode ?? 0, location)
  }
}

async function bodyOf(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const forget = onAbort(signal, () => response.destroy(new Error(TIMED_OUT)))
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_BYTES) throw new Error('http: request body too large')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString()
  } finally {
    forget()
    response.destroy()
  }
}
