import type { Agent } from '../../agent/agent.ts'
import type { Answer } from '../../dns/answer.ts'
import type { DnsInterceptor } from '../../dns/interceptor.ts'
import type { Transport } from '../../dns/protocol.ts'
import { zoneOf, zonesOf } from '../../dns/zones.ts'
import { datacenterIn } from '../../dns/lookups.ts'
import { readName } from '../../dns/names.ts'
import { HEADER_BYTES, RCODE } from '../../dns/protocol.ts'

/** How a server is asked; nothing when it cannot be. */
export type AskServer = (packet: Buffer, transport: Transport, token: string) => Promise<Buffer | undefined>

/**
 * Has the server answer what is about the datacenter, as long as there is a server to ask; everything else is answered here.
 * `server` gives undefined for an agent that knows the answers itself.
 */
export function relayingDns(agent: Agent, server: () => AskServer | undefined, next: DnsInterceptor): DnsInterceptor {
  const zones = zonesOf(agent.settings)
  const answer = (packet: Buffer, transport: Transport, pass: () => Answer | Promise<Answer>) => {
    const ask = server()
    if (!ask) return askFar(agent, packet, transport) ?? pass()
    if (!isOurs(packet)) return pass()
    return ask(packet, transport, agent.acl.dnsSecret).then(relayed => {
      if (!relayed) return serverFailure(packet)
      // an address that no member of the datacenter has may be known to the recursors
      const elsewhere = agent.settings.recursors.length > 0 && isReverse(packet) && rcodeOf(relayed) === RCODE.nxDomain
      return elsewhere ? pass() : relayed
    })
  }
  const zone = (packet: Buffer): ReturnType<typeof zoneOf> => {
    const name = packet.length > HEADER_BYTES ? readName(packet, HEADER_BYTES) : undefined
    return (
      name &&
      zoneOf(
        zones,
        name.labels.map(label => label.toLowerCase()),
      )
    )
  }
  const isOurs = (packet: Buffer): boolean => zone(packet) !== undefined
  const isReverse = (packet: Buffer): boolean => zone(packet)?.reverse === true
  return {
    get active() {
      return next.active || server() !== undefined || agent.federation.hasRemotes
    },
    intercept: (packet, transport, pass) =>
      next.active
        ? next.intercept(packet, transport, () => answer(packet, transport, pass))
        : answer(packet, transport, pass),
  }
}

/** The answer to a question about a datacenter of another process, which is asked there; undefined for any other question. */
export function askFar(agent: Agent, packet: Buffer, transport: Transport): Promise<Buffer> | undefined {
  if (!agent.federation.hasRemotes || packet.length <= HEADER_BYTES) return undefined
  const labels = readName(packet, HEADER_BYTES)?.labels.map(label => label.toLowerCase())
  const zone = labels && zoneOf(zonesOf(agent.settings), labels)
  if (!zone || zone.reverse) return undefined
  const name = datacenterIn(labels.slice(0, labels.length - zone.labels.length))
  const far = name === undefined ? undefined : agent.federation.remote(name)
  return far?.resolve(packet, transport, agent.acl.dnsSecret).then(answer => answer ?? serverFailure(packet))
}

const rcodeOf = (packet: Buffer): number => (packet[3] ?? 0) & 0x0f

/** The question again, with SERVFAIL. */
function serverFailure(packet: Buffer): Buffer {
  const end = readName(packet, HEADER_BYTES)?.end ?? HEADER_BYTES
  const answer = Buffer.from(packet.subarray(0, Math.min(end + 4, packet.length)))
  // an answer, authoritative; what the question said of recursion stays
  answer.writeUInt8(0x84 | ((answer[2] ?? 0) & 0x79), 2)
  answer.writeUInt8(((answer[3] ?? 0) & 0x10) | RCODE.servFail, 3)
  answer.writeUInt16BE(1, 4)
  answer.fill(0, 6, HEADER_BYTES)
  return answer
}
