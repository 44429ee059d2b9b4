import { Agent as HttpAgent, request } from 'node:http'
import type { RelayedAnswer, RelayedRequest } from '../../agent/upstream.ts'
import { type Address, show } from './addresses.ts'
import { errnoText } from '../../go/errno.ts'
import { HEADER, HEADER_PREFIX, PATH } from './protocol.ts'

/** Headers that are about one connection, not about what goes over it. */
const OF_CONNECTION: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'expect', 'upgrade'])

/** How requests of a connection are signed. */
export interface Signer {
  readonly connection: string
  sign(number: string, method: string, url: string): string
}

/** Sends requests on to the server and streams its answers back; a client that disconnects ends its request. */
export class Relay {
  readonly #server: Address
  readonly #signer: Signer
  readonly #from: string
  readonly #connections = new HttpAgent({ keepAlive: true })
  #number = 0

  /** `from`: the address that the agent is known by. */
  constructor(server: Address, signer: Signer, from: string) {
    this.#server = server
    this.#signer = signer
    this.#from = from
  }

  send(raw: RelayedRequest, res: RelayedAnswer, fail: (text: string) => void): void {
    const { method, url } = raw
    const number = String(++this.#number)
    const req = request({
      ...this.#server,
      agent: this.#connections,
      method,
      path: PATH.relay + url,
      headers: [
        ...headersOf(raw),
        ...(raw.headers['x-forwarded-for'] === undefined && raw.socket?.remoteAddress !== undefined
          ? ['X-Forwarded-For', raw.socket.remoteAddress]
          : []),
        ...[HEADER.connection, this.#signer.connection],
        ...[HEADER.number, number],
        ...[HEADER.proof, this.#signer.sign(number, method, url)],
      ] as unknown as Record<string, string>,
    })
    res.onClose(() => req.destroy())
    // a read may wait for news; a client that sends no more, or is gone, does not
    if (method === 'GET') res.onGone(() => req.destroy())
    req.on('error', error => {
      if (res.status !== undefined || res.gone) res.cut()
      else fail(this.#problem(error))
    })
    req.on('response', answer => {
      if (answer.statusCode === 401) {
        answer.resume()
        return fail('rpc error making call: EOF')
      }
      const { statusCode: status = 502, statusMessage: reason } = answer
      answer.on('error', () => res.cut())
      answer.pipe(res.stream({ status, reason, headers: headersOf(answer) }))
    })
    if (raw.stream && hasBody(raw)) return void raw.stream.pipe(req)
    if (raw.buffered && hasBody(raw)) return void req.end(raw.buffered)
    req.useChunkedEncodingByDefault = false
    req.end()
  }

  close(): void {
    this.#connections.destroy()
  }

  #problem(error: NodeJS.ErrnoException): string {
    if (error.code !== 'ECONNREFUSED') return 'rpc error making call: EOF'
    return `rpc error getting client: failed to get conn: dial tcp ${this.#from}:0->${show(this.#server)}: connect: ${errnoText(error)}`
  }
}

const hasBody = ({ headers }: RelayedRequest): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined

/** Headers as they came, without those of the connection and of the relay that they may have come by. */
function headersOf({ rawHeaders }: Pick<RelayedRequest, 'rawHeaders'>): string[] {
  const headers: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = [rawHeaders[i], rawHeaders[i + 1]]
    const lower = name.toLowerCase()
    if (!OF_CONNECTION.has(lower) && !lower.startsWith(HEADER_PREFIX)) headers.push(name, value)
  }
  return headers
}
