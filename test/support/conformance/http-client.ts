import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { Step } from './scenario.ts'
import type { Connection } from './target.ts'

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  /** The bytes as text. */
  body: string
}

/** A request on its way. */
export interface Call {
  answer: Promise<Reply>
  hangUp(error?: Error): void
}

export type RequestStep = Pick<Step, 'method' | 'path' | 'headers' | 'body' | 'repeat' | 'base64' | 'chunked'> & {
  /** Sent instead of `body`. */
  bytes?: Buffer | undefined
}

const PATIENCE = 60_000

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

/** Sends one request on a connection of its own. */
export function send(port: number, step: RequestStep): Call {
  const { method = 'GET', path = '/', headers } = step
  const data = bodyOf(step)
  const options = {
    host: '127.0.0.1',
    port,
    method,
    path,
    agent: false,
    headers: { ...framing(data, step.chunked), ...headers },
  }
  const req = httpRequest(options)
  const answer = new Promise<Reply>((resolve, reject) => {
    req.on('error', reject)
    req.on('response', res => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('error', reject)
      res.on('end', () => {
        const bytes = Buffer.concat(parts)
        resolve({ status: res.statusCode ?? 0, headers: res.headers, bytes, body: bytes.toString('utf8') })
      })
    })
  })
  answer.catch(() => {}) // whoever awaits it hears of it
  req.end(data)
  return { answer, hangUp: error => req.destroy(error) }
}

/** Waits for the answer, not for ever. */
export async function replyTo(call: Call, to: Connection): Promise<Reply> {
  const reply = await to.within(call.answer, PATIENCE)
  if (reply) return reply
  call.hangUp()
  throw new Error(`no answer in ${PATIENCE / 1000} s`)
}

/** Sends one request and waits for its answer. */
export const request = (to: Connection, step: RequestStep): Promise<Reply> => replyTo(send(to.httpPort, step), to)
