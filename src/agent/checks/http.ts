import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import type { CheckStatus } from '../../model/rows.ts'
import { onAbort } from './abort.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import { outputLimit } from './definition.ts'
import type { CheckTls } from './context.ts'
import { exchange, type Exchange } from './http-exchange.ts'
import { checkHeaders, checkHost } from './http-headers.ts'
import { TailBuffer } from './output.ts'
import type { Probe } from './periodic.ts'
import { MAX_REDIRECTS, redirected, redirectLocation } from './redirect.ts'
import { checkMethod } from '../../go/http-fields.ts'
import { UrlError } from '../../go/url.ts'
import { parseHttpUrl, UnusableUrl } from '../../go/http-url.ts'
import { nodeZlib } from '../../lib/node-zlib.ts'
import { errorText } from '../../lib/error-text.ts'
import { quoteGo } from '../../go/quote.ts'

/** Asks over HTTP: 2xx passes, 429 warns, all else is critical. */
export const probeHttp: Probe = async (definition, signal, _timeout, own) => {
  const method = definition.method || 'GET'
  checkMethod(method)
  const response = await ask(definition, method, signal, own)
  const { statusCode = 0, statusMessage = '' } = response
  const output = await readBody(response, outputLimit(definition), signal)
  return {
    status: statusOf(statusCode),
    output: `HTTP ${method} ${definition.http}: ${statusCode} ${statusMessage} Output: ${output}`,
  }
}

function statusOf(code: number): CheckStatus {
  if (code >= 200 && code <= 299) return 'passing'
  return code === 429 ? 'warning' : 'critical'
}

/** Asks until the answer is no redirect. Errors get Go's `Get "http://…": ` before them. */
async function ask(
  definition: CheckDefinition,
  method: string,
  signal: AbortSignal,
  own?: CheckTls,
): Promise<IncomingMessage> {
  const tls = { serverName: definition.tlsServerName, skipVerify: definition.tlsSkipVerify, own }
  const verb = method.charAt(0) + method.slice(1).toLowerCase()
  let shown = definition.http
  try {
    let request = firstRequest(definition, method)
    for (let redirects = 0; ; redirects++) {
      shown = request.url.shown
      const response = await exchange(request, tls, signal)
      const location = definition.disableRedirects ? undefined : redirectLocation(response)
      if (location === undefined) return response
      response.destroy()
      if (redirects + 1 >= MAX_REDIRECTS) {
        shown = location
        throw new Error(`stopped after ${MAX_REDIRECTS} redirects`)
      }
      request = redirected(request, response.statusCode ?? 0, location)
    }
  } catch (error) {
    if (error instanceof UrlError) throw error
    if (error instanceof UnusableUrl) shown = error.shown
    const reason = errorText(error)
    throw new Error(`${verb} ${quoteGo(shown)}: ${reason}`, { cause: error })
  }
}

function firstRequest(definition: CheckDefinition, method: string): Exchange {
  const url = parseHttpUrl(definition.http)
  const headers = checkHeaders(definition, url)
  return { url, method, host: checkHost(definition) || url.host, headers, body: definition.body }
}

/** The body as it was before it was compressed, which every check allows as Go's client does. */
function plainBody(response: IncomingMessage): Readable {
  if (response.headers['content-encoding'] !== 'gzip') return response
  const plain = nodeZlib().createGunzip()
  pipeline(response, plain, () => undefined)
  return plain
}

/** The last bytes of the body, or of what had arrived when the time was up or the connection broke. */
function readBody(response: IncomingMessage, limit: number, signal: AbortSignal): Promise<string> {
  const tail = new TailBuffer(limit)
  return new Promise(resolve => {
    const body = plainBody(response)
    body.on('data', (chunk: Buffer) => tail.write(chunk))
    body.on('close', () => {
      forget()
      response.destroy()
      resolve(tail.text())
    })
    const forget = onAbort(signal, () => body.destroy())
  })
}
