import type { Duplex } from 'node:stream'

/** Answers a request for a connection between agents: it is theirs from now on. */
export const acceptUpgrade = (socket: Duplex): void =>
  void socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: miniconsul\r\n\r\n')

export const refuseUpgrade = (socket: Duplex, status: '401 Unauthorized' | '404 Not Found'): void =>
  void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
