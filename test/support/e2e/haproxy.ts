import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start } from './programs.ts'

/** What HAProxy is to balance, and where it finds the instances. */
export interface BalancerOptions {
  haproxy: string
  port: number
  dnsPort: number
  /** The name whose SRV records are the servers. */
  service: string
}

/** A server that HAProxy uses. */
export interface BalancedServer {
  address: string
  port: number
}

const configuration = ({ port, dnsPort, service }: BalancerOptions, socket: string): string => `
global
  stats socket ${socket} mode 600 level admin
  maxconn 100

defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s

resolvers consul
  nameserver consul 127.0.0.1:${dnsPort}
  accepted_payload_size 8192
  resolve_retries 3
  timeout resolve 100ms
  timeout retry 100ms
  hold valid 100ms
  hold nx 100ms
  hold other 100ms
  hold obsolete 100ms

frontend web
  bind 127.0.0.1:${port}
  default_backend web

backend web
  balance roundrobin
  server-template web 5 ${service} resolvers consul resolve-opts allow-dup-ip resolve-prefer ipv4 init-addr none check inter 200ms
`

/** Says something to the socket of HAProxy; its answer. */
function command(socket: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket, () => connection.end(`${line}\n`))
    let answer = ''
    connection.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    connection.once('error', reject).once('close', () => resolve(answer))
  })
}

/** Starts HAProxy in the foreground. */
export function startBalancer(options: BalancerOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'haproxy-'))
  const file = join(folder, 'haproxy.cfg')
  const socket = join(folder, 'stats')
  writeFileSync(file, configuration(options, socket))
  const program = start(options.haproxy, ['-db', '-f', file])
  return {
    url: `http://127.0.0.1:${options.port}`,
    output: () => program.output(),
    /** The servers that are up, as `show servers state` and `show stat` have them. */
    async servers(): Promise<BalancedServer[]> {
      const rows = (await command(socket, 'show stat')).split('\n').map(row => row.split(','))
      const columns = rows[0] ?? []
      const [name, status, address] = ['svname', 'status', 'addr'].map(column => columns.indexOf(column))
      return rows
        .filter(row => row[name ?? -1]?.startsWith('web') && row[status ?? -1] === 'UP')
        .map(row => new URL(`http://${row[address ?? -1]}`))
        .map(({ hostname, port }) => ({ address: hostname, port: Number(port) }))
        .sort((a, b) => a.port - b.port)
    },
    async stop(): Promise<void> {
      await program.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
