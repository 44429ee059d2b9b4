import { connect } from 'node:net'
import { requestBytes } from './http-message.mjs'
import { ResponseReader } from './response-reader.mjs'

const CLOSED = 'Failed to get an answer: the connection was closed.'

/** One persistent connection that has at most one request under way. */
export class Connection {
  #socket
  #pending = undefined
  /** An answer to nothing that was asked: Consul's when it has had enough of our connections. */
  #stray = ''

  constructor(socket) {
    this.#socket = socket
    const reader = new ResponseReader((status, head, body) => this.#settle({ status, head, body }), true)
    socket.on('data', chunk => reader.push(chunk))
    socket.on('error', err => this.#settle(undefined, err))
    socket.on('close', () => this.#settle(undefined, new Error(`${CLOSED}${this.#stray}`)))
  }

  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new Connection(socket))
      })
    })
  }

  /** Opens many, not all at once: a listen backlog is 128 at some places. */
  static async openMany(port, count) {
    const connections = []
    while (connections.length < count) {
      const some = Math.min(64, count - connections.length)
      connections.push(...(await Promise.all(Array.from({ length: some }, () => Connection.open(port)))))
    }
    return connections
  }

  /** Sends bytes that were made before; resolves to `{ status, head, body }`. */
  send(bytes) {
    if (this.#socket.destroyed) return Promise.reject(new Error(`${CLOSED}${this.#stray}`))
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
      this.#socket.write(bytes)
    })
  }

  /** Rejects unless the answer is 200. */
  async ask(method, path, body) {
    const answer = await this.send(requestBytes(method, path, body))
    if (answer.status === 200) return answer
    throw new Error(`Failed to ${method} ${path}: ${answer.status} ${String(answer.body).slice(0, 200)}`)
  }

  close() {
    this.#pending = undefined
    this.#socket.destroy()
  }

  #settle(answer, err) {
    const pending = this.#pending
    this.#pending = undefined
    if (!pending && answer) this.#stray = ` ${answer.status} ${String(answer.body).slice(0, 200)}`
    if (err) pending?.reject(err)
    else pending?.resolve(answer)
  }
}

/** One request on a connection of its own. */
export async function ask(port, method, path, body) {
  const connection = await Connection.open(port)
  try {
    return await connection.ask(method, path, body)
  } finally {
    connection.close()
  }
}

/** Sends many requests, eight at a time; each is `[method, path, body]`. */
export async function askAll(port, requests) {
  const connections = await Connection.openMany(port, 8)
  const rest = requests[Symbol.iterator]()
  try {
    await Promise.all(
      connections.map(async connection => {
        for (const [method, path, body] of rest) await connection.ask(method, path, body)
      }),
    )
  } finally {
    for (const connection of connections) connection.close()
  }
}
