import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { ConsulError } from '../model/errors.ts'

/** Where a real Consul is, and how to get in. */
export interface Upstream {
  readonly url: URL
  readonly token: string
}

/** An answer, with everything it said. */
export interface UpstreamResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The agent that the environment names, as Consul's own tools read it; undefined when it names none. */
export function upstreamOfEnvironment(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const address = env['CONSUL_HTTP_ADDR'] ?? ''
  if (address === '') return undefined
  if (address.includes('://')) return address
  return `${/^(1|t|true)$/i.test(env['CONSUL_HTTP_SSL'] ?? '') ? 'https' : 'http'}://${address}`
}

/** Throws MC_ERR_OPTIONS for what is no address. */
export function readUpstream(address: string, token: string): Upstream {
  const text = address.includes('://') ? address : `http://${address}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return { url, token }
  throw new ConsulError(
    'MC_ERR_OPTIONS',
    `Failed to connect: upstream must be like http://127.0.0.1:8500, not ${JSON.stringify(address)}.`,
  )
}

/** Sends one request on a connection of its own, so that nothing is left open behind it. */
export async function sendUpstream(
  { url, token }: Upstream,
  method: string,
  path: string,
  body?: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<UpstreamResponse> {
  const send = url.protocol === 'https:' ? overHttps : overHttp
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const req = send(new URL(path, url), {
      method,
      agent: false,
      headers: {
        ...(token !== '' && { 'X-Consul-Token': token }),
        'Content-Length': String(body?.byteLength ?? 0),
        ...headers,
      },
    })
    req.once('response', resolve)
    req.once('error', err =>
      reject(new Error(`Failed to reach Consul at ${url.origin}: ${err.message}`, { cause: err })),
    )
    req.end(body)
  })
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  const received = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const)
  return { status: answer.statusCode ?? 0, headers: Object.fromEntries(received), body: Buffer.concat(parts) }
}
