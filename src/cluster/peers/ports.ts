import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Settings } from '../../model/settings.ts'
import { errnoText } from '../../go/errno.ts'
import { IdleSockets } from '../../lib/idle-sockets.ts'
import { show } from './addresses.ts'
import { isFromBrowser } from './browser-guard.ts'
import { PATH } from './protocol.ts'

/** Connections of one port whose clients owe a request, at most; each costs a file and some kilobytes. */
const MAX_IDLE = 512
/** Milliseconds for the head of a request, and for all of it; and how often the server looks. */
const TIMES = { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5_000 }

/** Handles what comes in. */
export interface PortHandlers {
  request(raw: IncomingMessage, res: ServerResponse): void
  upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** A port for other agents. */
export interface PeerPort {
  readonly port: number
  close(): Promise<void>
}

/** Binds a port; rejects with Consul's text when it is taken. */
export async function listenForPeers(
  host: string,
  port: number,
  handlers: PortHandlers,
  purpose: string,
): Promise<PeerPort> {
  const sockets = new Set<Duplex>()
  const idle = new IdleSockets(MAX_IDLE)
  const server = createServer({ keepAliveTimeout: 0, ...TIMES }, (raw, res) => {
    const { socket } = raw
    if (hasBody(raw)) raw.once('end', () => idle.delete(socket))
    else idle.delete(socket)
    res.once('close', () => {
      if (!socket.destroyed) idle.add(socket)
    })
    // what is relayed carries the headers of the client it came from, and an identifier that no page can know
    const relayed = raw.url?.startsWith(PATH.relay) === true
    if (relayed || !isFromBrowser(raw.headers)) return handlers.request(raw, res)
    raw.resume()
    res.writeHead(403, { Connection: 'close' }).end()
  })
  server.on('upgrade', (raw, socket, head) => {
    idle.delete(socket)
    socket.on('error', () => socket.destroy())
    if (isFromBrowser(raw.headers)) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    else handlers.upgrade(raw, socket, head)
  })
  server.on('connection', socket => {
    sockets.add(socket)
    idle.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      idle.delete(socket)
    })
  })
  server.on('clientError', (_err, socket) => socket.destroy())
  await bind(server, host, port).catch((error: unknown) => {
    const at = show({ host, port })
    throw Object.assign(new Error(`${purpose}: listen tcp ${at}: bind: ${errnoText(error)}`, { cause: error }), {
      code: (error as NodeJS.ErrnoException).code,
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', reject)
      server.on('error', () => undefined)
      resolve()
    })
  })
}

/** The ports that an agent has for others, in the order in which they are bound. */
export interface PortRow {
  readonly name: 'server' | 'serfLan' | 'serfWan'
  readonly host: string
  /** What Consul says before the reason when it cannot be bound. */
  readonly purpose: string
}

export function portsOf({ server, bindAddress, serfLanAddress, serfWanAddress, ports }: Settings): readonly PortRow[] {
  const serf = (host: string, port: number): string =>
    'Failed to create memberlist: Could not set up network transport: failed to obtain an address: ' +
    `Failed to start TCP listener on "${host}" port ${port}`
  const [lan, wan] = [serf(serfLanAddress, ports.serfLan), serf(serfWanAddress, ports.serfWan)]
  const client = 'Failed to start Consul client: Failed to start lan serf'
  const first = 'Failed to start Consul server: Failed to start'
  if (!server) return [{ name: 'serfLan', host: serfLanAddress, purpose: `${client}: ${lan}` }]
  return [
    { name: 'server', host: bindAddress, purpose: `${first} RPC layer` },
    { name: 'serfLan', host: serfLanAddress, purpose: `${first} LAN Serf: ${lan}` },
    { name: 'serfWan', host: serfWanAddress, purpose: `${first} WAN Serf: ${wan}` },
  ]
}
