import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** Below the range that systems give out by themselves, so that nobody takes the port of an agent that is down for a moment. */
const LOWEST = 11_000
const COUNT = 21_000

const taken = new Set<number>()

const tcpIsFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

const udpIsFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = createSocket('udp4').once('error', () => resolve(false))
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)))
  })

/** Ports of the loopback interface that are free over TCP and UDP, and were not given before. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = LOWEST + Math.floor(Math.random() * COUNT)
    if (taken.has(port)) continue
    taken.add(port)
    if ((await tcpIsFree(port)) && (await udpIsFree(port))) ports.push(port)
  }
  return ports
}
