import { lookup } from 'node:dns/promises'
import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import type { Settings } from '../model/settings.ts'
import type { Answer } from './answer.ts'
import type { Transport } from './protocol.ts'
import type { Logger } from '../logging/logger.ts'
import { Answers } from './answers.ts'
import type { DnsInterceptor } from './interceptor.ts'
import { Recursors } from './recursors.ts'
import type { WatchedSource } from './source.ts'
import { listenTcp, type TcpListener } from './tcp.ts'
import { listenUdp, type UdpListener } from './udp.ts'
import { joinHostPort } from '../go/host-port.ts'
import { isIP } from '../lib/ip.ts'

/** How often a port is looked for that is free for both UDP and TCP. */
const TRIES = 20

/** A running DNS server: UDP and TCP on one port. */
export interface DnsServer {
  readonly host: string
  readonly port: number
  /** Idempotent. Ends every connection and gives up on questions that wait for recursors. */
  close(): Promise<void>
}

/** What a DNS server needs. */
export interface DnsServerOptions {
  readonly host: string
  /** 0: any port that is free. */
  readonly port: number
  /** Asked for each packet: a reload changes them. */
  readonly settings: () => Settings
  readonly source: WatchedSource
  readonly clock: Clock
  readonly random: Random
  readonly logger?: Logger | undefined
  readonly interceptor?: DnsInterceptor | undefined
}

/** Starts a DNS server. */
export async function listenDns(options: DnsServerOptions): Promise<DnsServer> {
  const { interceptor, clock } = options
  const answers = new Answers({ ...options, recursors: settings => recursorsOf(settings, options) })
  const direct = (packet: Buffer, transport: Transport): Answer | Promise<Answer> => answers.answer(packet, transport)
  const answer = interceptor
    ? (packet: Buffer, transport: Transport) =>
        interceptor.active
          ? interceptor.intercept(packet, transport, () => direct(packet, transport))
          : direct(packet, transport)
    : direct
  const host = isIP(options.host) === 0 ? (await lookup(options.host)).address : options.host
  const { tcp, udp, port } = await bind(host, options.port, {
    tcp: at => listenTcp(host, at, clock, packet => answer(packet, 'tcp')),
    udp: at => listenUdp(host, at, packet => answer(packet, 'udp')),
  })
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    answers.close()
    await Promise.all([tcp.close(), udp.close()])
  }
  return { host, port, close: () => (closed ??= close()) }
}

function recursorsOf({ recursors: addresses, dns }: Settings, options: DnsServerOptions): Recursors | undefined {
  const { clock, random, logger } = options
  return addresses.length > 0
    ? new Recursors({ addresses, inAnyOrder: dns.randomRecursors, timeout: dns.recursorTimeout, clock, random, logger })
    : undefined
}

interface Listen {
  tcp(port: number): Promise<TcpListener>
  udp(port: number): Promise<UdpListener>
}

/** Takes one port for both transports, or leaves nothing open. */
async function bind(
  host: string,
  wanted: number,
  listen: Listen,
): Promise<{ tcp: TcpListener; udp: UdpListener; port: number }> {
  for (let tries = 1; ; tries++) {
    const tcp = await listen.tcp(wanted).catch((error: unknown) => fail(error, host, wanted, 'TCP'))
    const address = tcp.server.address()
    const port = address && typeof address === 'object' ? address.port : wanted
    try {
      return { tcp, udp: await listen.udp(port), port }
    } catch (error) {
      await tcp.close()
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (wanted !== 0 || !taken || tries >= TRIES) return fail(error, host, port, 'UDP')
    }
  }
}

function fail(error: unknown, host: string, port: number, transport: string): never {
  const { code, message } = error as NodeJS.ErrnoException
  const at = joinHostPort(host, port)
  const reason = code === 'EADDRINUSE' ? 'address already in use' : message
  throw Object.assign(new Error(`Failed to listen for DNS on ${at} (${transport}): ${reason}`, { cause: error }), {
    code,
    address: host,
    port,
  })
}
