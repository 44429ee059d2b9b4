import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../lib/clock.ts'
import { Agent } from '../../agent/agent.ts'
import { forceLeave } from '../../agent/force-leave.ts'
import { lanMember, type Member } from '../../agent/member.ts'
import { Guests, MAX_AGENTS, standInParts } from './guests.ts'
import { type HttpHandlerOf, RemoteAgentHandlers } from './remote-agent-handlers.ts'
import { ServerConnection } from './server-connection.ts'
import {
  type Identity,
  proxySettings,
  readIdentity,
  readTokens,
  type SharedSettings,
  type SharedTokens,
} from './identity.ts'
import { type ClusterKey, nonce, type Prover } from './key.ts'
import { NdjsonSocket, type Wire } from './ndjson-socket.ts'
import { RemoteAgentProxy } from './remote-agent-proxy.ts'
import { HEADER, PATH, PATIENCE } from './protocol.ts'
import { AGENT_ANSWERS, GUEST_ANSWERS, type WideArea } from './server-answers.ts'
import type { ByteShare } from '../../lib/byte-budget.ts'

export interface PeerServerParts {
  readonly key: ClusterKey
  readonly clock: Clock
  /** Makes what answers the requests that an agent relays. */
  readonly httpHandlerOf: HttpHandlerOf
  /** A server of another datacenter has connected. */
  readonly onGuest: (settings: SharedSettings) => void
  /** It ended its connection; `orderly` when it said that it leaves. */
  readonly onGuestGone: (name: string, orderly: boolean) => void
  readonly wide: WideArea
  /** The servers of other datacenters. */
  readonly wanMembers: () => readonly Member[]
}

/** What a peer sends when it connects. */
export interface Handshake {
  /** The nonce that the agent proved itself with, by which proof, and the one it wants a proof for. */
  readonly nonce: string
  readonly proof: string
  readonly theirs: string
}

/** The server's side: the agents of other processes whose requests this one's state answers. */
export class PeerServer {
  readonly #agent: Agent
  readonly #key: ClusterKey
  readonly #clock: Clock
  readonly #httpHandlerOf: HttpHandlerOf
  readonly #connections = new Map<string, ServerConnection>()
  readonly #proxies = new Map<string, RemoteAgentProxy>()
  readonly #handlers = new Map<Agent, RemoteAgentHandlers>()
  readonly #unsubscribe: readonly (() => void)[]
  readonly #guests: Guests
  readonly #parts: PeerServerParts
  #telling = false
  /** Whether servers of other datacenters are to be told, too. */
  #serversChanged = false

  constructor(agent: Agent, parts: PeerServerParts) {
    const { key, clock, httpHandlerOf } = parts
    this.#agent = agent
    this.#parts = parts
    this.#httpHandlerOf = httpHandlerOf
    this.#clock = clock
    this.#key = key
    this.#guests = new Guests(agent, {
      ...parts,
      answer: (connection, message) => this.#answers(GUEST_ANSWERS, connection, message),
      onStopped: guest => this.#dropHandlers(guest),
    })
    const { members, events } = agent.datacenter
    this.#unsubscribe = [
      members.onChange(({ name, after }) => {
        if (!after) this.#forget(name)
        this.#serversChanged = true
        this.#tellSoon()
      }),
      events.onEvent(event => this.#broadcast({ t: 'event', event })),
      agent.store.onCommit(() => this.#guests.tellEntries()),
    ]
  }

  /** Takes over the connection of an agent that proved itself. Its first message says who it is. */
  accept(socket: Duplex, head: Buffer, { nonce: used, proof, theirs }: Handshake, unproven: ByteShare): void {
    let connection: ServerConnection | undefined
    const session = this.#key.session(proof, 'connection', used)
    const receive = (message: Wire): void => {
      if (connection) return connection.receive(message)
      connection = this.#handshake(ndjson, message, session)
      if (!connection) return ndjson.end()
      ndjson.proven()
      const isGuest = message['wan'] === true
      if (!isGuest) this.#connections.set(connection.name, connection)
      connection.send({ t: 'welcome', connection: connection.id, proof: this.#key.prove('welcome', theirs) })
      if (isGuest) this.#guests.admit(connection, readIdentity(message).settings)
      else this.#admit(connection)
    }
    const ndjson = new NdjsonSocket(socket, head, receive, unproven)
    const impatient = this.#clock.setTimeout(() => connection ?? ndjson.destroy(), PATIENCE)
    ndjson.onClose(() => impatient.clear())
  }

  /** Answers a request that an agent relays. */
  relay(raw: IncomingMessage, res: ServerResponse): void {
    const url = (raw.url ?? '').slice(PATH.relay.length)
    const number = String(raw.headers[HEADER.number])
    const proof = String(raw.headers[HEADER.proof] ?? '')
    const id = raw.headers[HEADER.connection]
    const connections = [...this.#connections.values(), ...this.#guests.connections]
    const connection = connections.find(connection => connection.id === id)
    const good =
      connection?.takeNumber(Number(number)) === true && connection.session.verify(proof, number, raw.method ?? '', url)
    if (!connection || !good) {
      res.writeHead(401).end()
      raw.resume()
      return
    }
    raw.url = url
    this.#handlersOf(connection).http.handle(raw, res)
  }

  /** Ends all connections. */
  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    for (const { agent } of this.#proxies.values()) agent.stop()
    for (const handlersOfAgent of this.#handlers.values()) handlersOfAgent.close()
    this.#handlers.clear()
    for (const connection of this.#connections.values()) connection.destroy()
    this.#connections.clear()
    this.#guests.close()
    this.#proxies.clear()
  }

  #handshake(ndjson: NdjsonSocket, message: Wire, session: Prover): ServerConnection | undefined {
    if (message.t !== 'hello') return undefined
    let identity: Identity
    try {
      identity = readIdentity(message)
    } catch {
      return undefined
    }
    if (message['wan'] === true) return this.#guests.connect(ndjson, identity, session)
    const reason = this.#refusal(identity)
    if (reason !== undefined) {
      ndjson.send({ t: 'refused', reason })
      return undefined
    }
    const proxy = this.#proxyOf(identity, readTokens(message['tokens']))
    proxy.apply({ ...message, t: 'state' })
    const name = identity.settings.nodeName
    return new ServerConnection(
      { id: nonce(), session, name, agent: proxy.agent, ndjson, clock: this.#clock },
      {
        message: (connection, message) => this.#receive(connection, proxy, message),
        ended: (connection, left) => this.#ended(connection, left),
      },
    )
  }

  #refusal({ settings: { nodeName, nodeId, datacenter, advertiseAddress } }: Identity): string | undefined {
    const here = this.#agent.datacenter
    if (datacenter !== here.name) return `Member '${nodeName}' part of wrong datacenter '${datacenter}'`
    if (this.#proxies.size >= MAX_AGENTS && !this.#proxies.has(nodeName)) return 'Too many agents'
    const known = here.agent(nodeName)
    if (!known || !here.members.takesPart(nodeName)) return undefined
    if (this.#proxies.has(nodeName) && known.settings.nodeId === nodeId) return undefined
    return `Node name conflicts with another node at ${known.settings.advertiseAddress}, and not ${advertiseAddress}. Names must be unique!`
  }

  /** The proxy of an agent that is known is used again. */
  #proxyOf({ settings }: Identity, tokens: SharedTokens): RemoteAgentProxy {
    const proxyOf = proxySettings(this.#agent.settings, settings, tokens)
    this.#connections.get(settings.nodeName)?.destroy()
    this.#connections.delete(settings.nodeName)
    const known = this.#proxies.get(settings.nodeName)
    if (known) {
      known.agent.replaceSettings(proxyOf)
      return known
    }
    const { nodeName } = proxyOf
    const agent = new Agent(proxyOf, {
      ...standInParts(this.#agent),
      askKeyring: async request => this.#connections.get(nodeName)?.askKeyring(request),
    })
    const proxy = new RemoteAgentProxy(agent, (id, tags) =>
      this.#connections.get(nodeName)?.send({ t: 'tags', id, tags }),
    )
    this.#proxies.set(nodeName, proxy)
    agent.start()
    return proxy
  }

  #admit({ agent }: ServerConnection): void {
    const { datacenter } = this.#agent
    datacenter.members.put(lanMember(agent.settings))
    datacenter.refresh(agent.settings)
    agent.catchUp()
    this.#tellSoon()
  }

  #receive(connection: ServerConnection, proxy: RemoteAgentProxy, message: Wire): void {
    if (this.#answers(AGENT_ANSWERS, connection, message)) return
    if (message.t === 'force-leave' || message.t === 'force-leave-wan') {
      const [name, prune] = [String(message['name']), message['prune'] === true]
      return message.t === 'force-leave'
        ? void forceLeave(this.#agent, name, prune)
        : this.#parts.wide.forceLeaveWan(name, prune)
    }
    if (message.t === 'settings') {
      const { settings } = readIdentity({ settings: message['settings'] })
      // an agent cannot become another one
      if (settings.nodeName !== connection.name) return
      proxy.agent.replaceSettings(proxySettings(this.#agent.settings, settings, readTokens(message['tokens'])))
      return this.#admit(connection)
    }
    proxy.apply(message)
  }

  /** Answers what is a question; false for any other message. */
  #answers(table: typeof AGENT_ANSWERS, connection: ServerConnection, message: Wire): boolean {
    const answer = table.get(message.t)
    if (!answer) return false
    const { t, id } = message
    const asked = {
      server: this.#agent,
      agent: connection.agent,
      handlers: () => this.#handlersOf(connection),
      wide: this.#parts.wide,
    }
    Promise.resolve(answer(asked, message)).then(
      reply => connection.send({ t, id, ...reply }),
      () => connection.destroy(),
    )
    return true
  }

  #ended(connection: ServerConnection, orderly: boolean): void {
    if (this.#connections.get(connection.name) !== connection) return
    this.#connections.delete(connection.name)
    this.#agent.datacenter.members.mark(connection.name, orderly ? 'left' : 'failed')
    if (orderly) this.#forget(connection.name)
  }

  #forget(name: string): void {
    this.#connections.get(name)?.destroy()
    this.#connections.delete(name)
    const proxy = this.#proxies.get(name)
    if (!proxy) return
    this.#proxies.delete(name)
    this.#dropHandlers(proxy.agent)
    proxy.agent.stop()
    proxy.agent.events.stop()
    this.#agent.datacenter.dismiss(proxy.agent)
  }

  /** Once all that belongs together has happened. */
  #tellSoon(): void {
    if (this.#telling) return
    this.#telling = true
    queueMicrotask(() => {
      this.#telling = false
      const { members } = this.#agent.datacenter
      this.#broadcast({ t: 'members', members: members.list(), wan: this.#parts.wanMembers() })
      // not of changes among themselves: those that tell each other would never end
      if (this.#serversChanged) this.#guests.tellServers()
      this.#serversChanged = false
    })
  }

  /** The servers of other datacenters have changed. */
  wanChanged(): void {
    this.#tellSoon()
  }

  #broadcast(message: Wire): void {
    for (const connection of this.#connections.values()) connection.send(message)
  }

  #handlersOf({ agent }: ServerConnection): RemoteAgentHandlers {
    const known = this.#handlers.get(agent)
    if (known) return known
    const made = new RemoteAgentHandlers(agent, this.#httpHandlerOf)
    this.#handlers.set(agent, made)
    return made
  }

  #dropHandlers(agent: Agent): void {
    this.#handlers.get(agent)?.close()
    this.#handlers.delete(agent)
  }
}

/** What an upgrade request says of the peer; undefined for one that is no handshake. */
export function handshakeOf({ headers }: IncomingMessage): Handshake | undefined {
  const [used, proof, theirs] = [headers[HEADER.nonce], headers[HEADER.proof], headers[HEADER.number]]
  if (typeof used !== 'string' || typeof theirs !== 'string') return undefined
  return { nonce: used, theirs, proof: typeof proof === 'string' ? proof : '' }
}
