import { type ClientRequest, type OutgoingHttpHeaders, request } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Address } from './addresses.ts'
import { UPGRADE } from './protocol.ts'

/** A request for a connection between agents; `end()` sends it. */
export const upgradeRequest = (server: Address, path: string, headers: OutgoingHttpHeaders): ClientRequest =>
  request({ ...server, agent: false, path, headers: { Connection: 'Upgrade', Upgrade: UPGRADE, ...headers } })

/** Answers a request for a connection between agents: it is theirs from now on. */
export const acceptUpgrade = (socket: Duplex): void =>
  void socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${UPGRADE}\r\n\r\n`)

export const refuseUpgrade = (socket: Duplex, status: '401 Unauthorized' | '404 Not Found'): void =>
  void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
