import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../lib/clock.ts'
import { Agent } from '../../agent/agent.ts'
import { lanMember } from '../../agent/member.ts'
import type { Transport } from '../../dns/protocol.ts'
import { Router } from '../../http/router.ts'
import { routes } from '../../http/routes/index.ts'
import { Desk } from './desk.ts'
import { HubLink } from './hub-link.ts'
import { type Identity, mirrorSettings, readIdentity } from './identity.ts'
import { type ClusterKey, nonce } from './key.ts'
import { Lines, type Wire } from './lines.ts'
import { Mirror } from './mirror.ts'
import { HEADER, PATH, PATIENCE } from './protocol.ts'

/** Agents that a server answers for at most, those that failed among them. */
const MOST_AGENTS = 2048

/** What a hub needs to know when somebody links. */
export interface Greeting {
  /** The word that the agent proved itself with, and the one it wants a proof for. */
  readonly nonce: string
  readonly theirs: string
}

/** The server's side: the agents of other processes that hang on this one's state. */
export class Hub {
  readonly #agent: Agent
  readonly #key: ClusterKey
  readonly #clock: Clock
  /** Made when the first request is relayed. */
  #router: Router | undefined
  readonly #links = new Map<string, HubLink>()
  readonly #mirrors = new Map<string, Mirror>()
  readonly #desks = new Map<string, Desk>()
  readonly #unsubscribe: readonly (() => void)[]
  #telling = false

  constructor(agent: Agent, key: ClusterKey, clock: Clock) {
    this.#agent = agent
    this.#clock = clock
    this.#key = key
    const { members, events } = agent.datacenter
    this.#unsubscribe = [
      members.onChange(({ name, after }) => {
        if (!after) this.#forget(name)
        this.#tellSoon()
      }),
      events.onEvent(event => this.#broadcast({ t: 'event', event })),
    ]
  }

  /** Takes over the connection of an agent that proved itself. Its first message says who it is. */
  accept(socket: Duplex, head: Buffer, { nonce: used, theirs }: Greeting): void {
    let link: HubLink | undefined
    const lines = new Lines(socket, head, message => {
      if (link) return link.receive(message)
      link = this.#greet(lines, message, used)
      if (!link) return lines.end()
      this.#links.set(link.name, link)
      link.send({ t: 'welcome', link: link.id, proof: this.#key.prove('welcome', theirs) })
      this.#admit(link)
    })
    const impatient = this.#clock.setTimeout(() => link ?? lines.destroy(), PATIENCE)
    lines.onClose(() => impatient.clear())
  }

  /** Answers a request that an agent relays. */
  relay(raw: IncomingMessage, res: ServerResponse): void {
    const url = (raw.url ?? '').slice(PATH.relay.length)
    const number = String(raw.headers[HEADER.number])
    const proof = String(raw.headers[HEADER.proof] ?? '')
    const id = raw.headers[HEADER.link]
    const link = [...this.#links.values()].find(link => link.id === id)
    const good =
      link?.takeNumber(Number(number)) === true &&
      this.#key.verify(proof, 'relay', link.session, number, raw.method ?? '', url)
    if (!link || !good) {
      res.writeHead(401).end()
      raw.resume()
      return
    }
    raw.url = url
    this.#deskOf(link.mirror.agent).http.handle(raw, res)
  }

  /** Cuts everybody off. */
  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    for (const { agent } of this.#mirrors.values()) agent.stop()
    for (const desk of this.#desks.values()) desk.close()
    this.#desks.clear()
    for (const link of this.#links.values()) link.destroy()
    this.#links.clear()
    this.#mirrors.clear()
  }

  #greet(lines: Lines, message: Wire, used: string): HubLink | undefined {
    if (message.t !== 'hello') return undefined
    let identity: Identity
    try {
      identity = readIdentity(message)
    } catch {
      return undefined
    }
    const reason = this.#refusal(identity)
    if (reason !== undefined) {
      lines.send({ t: 'refused', reason })
      return undefined
    }
    const mirror = this.#mirrorOf(identity)
    mirror.apply({ ...message, t: 'state' })
    return new HubLink(
      { id: nonce(), session: this.#key.prove('session', used), mirror, lines, clock: this.#clock },
      { message: (link, message) => this.#receive(link, message), ended: (link, left) => this.#ended(link, left) },
    )
  }

  #refusal({ settings: { nodeName, nodeId, datacenter, advertiseAddress } }: Identity): string | undefined {
    const here = this.#agent.datacenter
    if (datacenter !== here.name) return `Member '${nodeName}' part of wrong datacenter '${datacenter}'`
    if (this.#mirrors.size >= MOST_AGENTS && !this.#mirrors.has(nodeName)) return 'Too many agents'
    const known = here.agent(nodeName)
    if (!known || !here.members.is(nodeName, 'alive')) return undefined
    if (this.#mirrors.has(nodeName) && known.settings.nodeId === nodeId) return undefined
    return `Node name conflicts with another node at ${known.settings.advertiseAddress}, and not ${advertiseAddress}. Names must be unique!`
  }

  /** The mirror of an agent that is known comes to life again. */
  #mirrorOf({ settings }: Identity): Mirror {
    const { clock, random, logger, datacenter } = this.#agent
    const mirrorOf = mirrorSettings(this.#agent.settings, settings)
    this.#links.get(settings.nodeName)?.destroy()
    this.#links.delete(settings.nodeName)
    const known = this.#mirrors.get(settings.nodeName)
    if (known) {
      known.agent.settings = mirrorOf
      return known
    }
    const agent = new Agent(mirrorOf, { clock, random, logger, datacenter, runChecks: false, remote: true })
    const { nodeName } = agent.settings
    const mirror = new Mirror(agent, (id, tags) => this.#links.get(nodeName)?.send({ t: 'tags', id, tags }))
    this.#mirrors.set(nodeName, mirror)
    agent.start()
    return mirror
  }

  #admit({ mirror: { agent } }: HubLink): void {
    const { datacenter } = this.#agent
    datacenter.members.put(lanMember(agent.settings))
    datacenter.refresh(agent.settings)
    agent.catchUp()
    this.#tellSoon()
  }

  #receive(link: HubLink, message: Wire): void {
    if (message.t === 'dns') return this.#answerDns(link, message)
    if (message.t === 'force-leave') {
      return this.#agent.forceLeave(String(message['name']), message['prune'] === true)
    }
    if (message.t === 'settings') {
      const { settings } = readIdentity({ settings: message['settings'] })
      // an agent cannot become another one
      if (settings.nodeName !== link.name) return
      link.mirror.agent.settings = mirrorSettings(this.#agent.settings, settings)
      return this.#admit(link)
    }
    link.mirror.apply(message)
  }

  #answerDns(link: HubLink, { id, transport, packet }: Wire): void {
    if (typeof packet !== 'string') return
    const over: Transport = transport === 'tcp' ? 'tcp' : 'udp'
    void Promise.resolve(this.#deskOf(link.mirror.agent).dns.answer(Buffer.from(packet, 'base64'), over)).then(answer =>
      link.send({ t: 'dns', id, packet: answer?.toString('base64') }),
    )
  }

  #ended(link: HubLink, orderly: boolean): void {
    if (this.#links.get(link.name) !== link) return
    this.#links.delete(link.name)
    this.#agent.datacenter.members.mark(link.name, orderly ? 'left' : 'failed')
    if (orderly) this.#forget(link.name)
  }

  #forget(name: string): void {
    this.#links.get(name)?.destroy()
    this.#links.delete(name)
    const mirror = this.#mirrors.get(name)
    if (!mirror) return
    this.#mirrors.delete(name)
    this.#desks.get(name)?.close()
    this.#desks.delete(name)
    mirror.agent.stop()
    mirror.agent.events.stop()
    this.#agent.datacenter.dismiss(mirror.agent)
  }

  /** Once all that belongs together has happened. */
  #tellSoon(): void {
    if (this.#telling) return
    this.#telling = true
    queueMicrotask(() => {
      this.#telling = false
      this.#broadcast({ t: 'members', members: this.#agent.datacenter.members.list() })
    })
  }

  #broadcast(message: Wire): void {
    for (const link of this.#links.values()) link.send(message)
  }

  #deskOf(agent: Agent): Desk {
    const { nodeName } = agent.settings
    const known = this.#desks.get(nodeName)
    if (known) return known
    const made = new Desk(agent, (this.#router ??= new Router(routes)))
    this.#desks.set(nodeName, made)
    return made
  }
}

/** Whether somebody asks for a link, and what it proves itself with. */
export function greetingOf({ headers }: IncomingMessage): (Greeting & { readonly proof: string }) | undefined {
  const [used, proof, theirs] = [headers[HEADER.nonce], headers[HEADER.proof], headers[HEADER.number]]
  if (typeof used !== 'string' || typeof theirs !== 'string') return undefined
  return { nonce: used, theirs, proof: typeof proof === 'string' ? proof : '' }
}
