import { connect } from 'node:net'
import { type Flag, parseFlags } from '../../go/flag.ts'
import { type Command, CommandError } from '../command.ts'
import { usageOf } from '../usage.ts'

/** Those that agents have by default. */
const PORTS = '8600,8500,8501,8502,8503,8301,8302,8300'
const TIMEOUT = 10_000

const flags: readonly Flag[] = [
  { name: 'host', kind: 'string', usage: 'The host to look at. Default: that of CONSUL_HTTP_ADDR.' },
  { name: 'ports', kind: 'string', usage: `Ports, separated by commas. Default: ${PORTS}.` },
]

/** `miniconsul troubleshoot ports`. */
export const command: Command = {
  usage: usageOf('troubleshoot ports [options]', 'Tells which of the usual ports of a host are open for TCP.', flags),
  async run(argv, io) {
    const given = parseFlags(flags, argv)
    // as in Consul the port of the address stays with the host
    const host = given.string('host') ?? io.env['CONSUL_HTTP_ADDR'] ?? ''
    if (host === '') throw new CommandError('-host is required. or set environment variable CONSUL_HTTP_ADDR')
    const ports = (given.string('ports') || PORTS).split(',')
    await Promise.all(
      ports.map(async port => {
        const state = (await isOpen(host, port)) ? 'is open.' : 'is closed, unreachable, or the connection timed out.'
        io.stdout.write(`TCP: Port ${port} on ${host} ${state}\n`)
      }),
    )
    return 0
  },
}

function isOpen(host: string, port: string): Promise<boolean> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535 || host.includes(':')) return Promise.resolve(false)
  return new Promise(resolve => {
    const socket = connect({ host, port: Number(port), timeout: TIMEOUT })
    const end = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
}
