import { exchange } from '../../checks/http-exchange.ts'
import { parseCheckUrl } from '../../checks/url.ts'
import { errorText } from '../../../lib/error-text.ts'

export interface Fetched {
  readonly status: number
  readonly reason: string
  readonly contentType: string
  readonly body: string
}

const TIMEOUT = 10_000
/** More is no key set. */
const MAX_BYTES = 1 << 20

/** A GET whose errors are those of Go's client. */
export async function fetchText(href: string): Promise<Fetched> {
  const shown = href.replaceAll(' ', '%20')
  try {
    const url = parseCheckUrl(href)
    const signal = AbortSignal.timeout(TIMEOUT)
    const headers = { 'User-Agent': ['Go-http-client/1.1'] }
    const response = await exchange(
      { url, method: 'GET', host: url.host, headers, body: '' },
      { serverName: '', skipVerify: false },
      signal,
    )
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_BYTES) throw new Error('http: request body too large')
      chunks.push(chunk)
    }
    return {
      status: response.statusCode ?? 0,
      reason: response.statusMessage ?? '',
      contentType: response.headers['content-type'] ?? '',
      body: Buffer.concat(chunks).toString(),
    }
  } catch (err) {
    throw new Error(`Get ${JSON.stringify(shown)}: ${errorText(err)}`, { cause: err })
  }
}
