import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { TLSSocket } from 'node:tls'
import { gunzipSync } from 'node:zlib'
import type { Step } from './scenario.ts'
import type { Connection } from './connection.ts'
import type { Reply } from './reply.ts'

/** A request on its way. */
export interface Call {
  answer: Promise<Reply>
  hangUp(error?: Error): void
}

export type RequestStep = Pick<
  Step,
  'method' | 'path' | 'headers' | 'body' | 'repeat' | 'base64' | 'chunked' | 'https' | 'socket' | 'port'
> & {
  /** Sent instead of `body`. */
  bytes?: Buffer | undefined
}

const PATIENCE = 60_000
/** Real milliseconds for what waits for no time: code is loaded when it is first needed, and profiles are taken. */
const SERVED_WITHIN = 10_000
/** Requests that are answered when time has passed. */
const WAITS = /[?&](?:index|wait|seconds)=/

function bodyOf({ body, bytes, repeat = 1, base64 }: RequestStep): Buffer | undefined {
  if (bytes || body === undefined) return bytes
  return typeof body === 'string'
    ? Buffer.from(body.repeat(repeat), base64 ? 'base64' : 'utf8')
    : Buffer.from(JSON.stringify(body))
}

function framing(data: Buffer | undefined, chunked = false): Record<string, string | number> {
  if (!data) return {}
  return chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': data.length }
}

/** Where a request goes: a unix socket, another port, TLS with the server's certificate unchecked. */
function placeOf(to: Ports, { https, socket, port }: RequestStep): object {
  if (socket !== undefined) return { socketPath: socket }
  const place = { host: '127.0.0.1', port: port ?? (https ? to.httpsPort : to.httpPort) }
  return https ? { ...place, rejectUnauthorized: false, ...(https === true ? {} : https) } : place
}

type Ports = Pick<Connection, 'httpPort' | 'httpsPort' | 'connections'>

/** Sends one request, on a connection of its own unless they are kept. */
export function send(to: Ports, step: RequestStep): Call {
  const { method = 'GET', path = '/', headers } = step
  const data = bodyOf(step)
  const options = {
    ...placeOf(to, step),
    method,
    path,
    agent: step.https ? false : (to.connections ?? false),
    headers: { ...framing(data, step.chunked), ...headers },
  }
  const req = (step.https ? httpsRequest : httpRequest)(options)
  const answer = new Promise<Reply>((resolve, reject) => {
    req.on('error', reject)
    req.on('response', res => {
      const { socket } = res
      const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('error', reject)
      res.on('end', () => {
        const bytes = Buffer.concat(parts)
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          bytes,
          body: plain(bytes, res.headers['content-encoding']).toString('utf8'),
          ...(typeof certificate === 'string' && { certificate }),
        })
      })
    })
  })
  answer.catch(() => {}) // the caller that awaits it gets the error
  req.end(data)
  return { answer, hangUp: error => req.destroy(error) }
}

/** What a body says: how two servers compress the same is different. */
const plain = (bytes: Buffer, encoding: string | undefined): Buffer =>
  encoding === 'gzip' && bytes.length > 0 ? gunzipSync(bytes) : bytes

/** Waits for the answer, not for ever. */
export async function replyTo(call: Call, to: Connection, served?: number): Promise<Reply> {
  const reply = await to.within(call.answer, PATIENCE, served)
  if (reply) return reply
  call.hangUp()
  throw new Error(`no answer in ${PATIENCE / 1000} s`)
}

/** Sends one request and waits for its answer. */
export const request = (to: Connection, step: RequestStep): Promise<Reply> =>
  replyTo(send(to, step), to, WAITS.test(step.path ?? '') ? undefined : SERVED_WITHIN)
