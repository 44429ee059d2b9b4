import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Clock } from '../../lib/clock.ts'
import { parseJson, toJson } from '../../go/json.ts'
import { type Address, dialProblem, notAnAgent, show } from './addresses.ts'
import { PATIENCE } from './protocol.ts'
import type { ByteShare } from '../../lib/byte-budget.ts'

/** Bytes that the answer of an agent may have. */
const MAX_ANSWER = 4 * 1024 * 1024

/** Sends a short request to an agent, and gives its JSON. Rejects with Consul's text for the like. */
export function ask(
  address: Address,
  path: string,
  { clock, headers = {}, body = '' }: { clock: Clock; headers?: Record<string, string>; body?: string },
): Promise<{ readonly status: number; readonly json: unknown }> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(new Error(dialProblem(error, address), { cause: error }))
    const req = request({ ...address, path, method: 'POST', headers, agent: false })
    const impatient = clock.setTimeout(() => req.destroy(new Error(`dial tcp ${show(address)}: i/o timeout`)), PATIENCE)
    req.on('close', () => impatient.clear())
    req.on('error', fail)
    req.on('response', res => {
      void read(res, MAX_ANSWER).then(text => {
        try {
          if (res.headers['content-type'] !== JSON_TYPE) throw new Error(notAnAgent(address))
          resolve({ status: res.statusCode ?? 0, json: parseJson(text) })
        } catch {
          reject(new Error(notAnAgent(address)))
        }
      }, fail)
    })
    req.end(body)
  })
}

/** What answers between agents are marked with. */
const JSON_TYPE = 'application/x-miniconsul+json'

export function replyJson(res: ServerResponse, status: number, json: object): void {
  res.writeHead(status, { 'Content-Type': JSON_TYPE }).end(toJson(json))
}

/** Reads a whole body. Rejects when it has more than `max` bytes, or when `share` has no room for it. */
export async function read(from: IncomingMessage, max: number, share?: ByteShare): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of from) {
    const { length } = chunk as Buffer
    size += length
    if (size > max || share?.take(length) === false) throw new Error('too long')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString()
}
