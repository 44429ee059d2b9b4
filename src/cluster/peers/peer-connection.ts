import { request } from 'node:http'
import type { Agent } from '../../agent/agent.ts'
import type { TokenServer } from '../../agent/upstream.ts'
import type { UserEvent } from '../../agent/user-event.ts'
import type { Change, LocalCheck, LocalService } from '../../agent/local/state.ts'
import type { Member } from '../../agent/member.ts'
import type { Transport } from '../../dns/protocol.ts'
import { isObject } from '../../lib/equal.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Address, notAnAgent } from './addresses.ts'
import { shared, type SharedTokens } from './identity.ts'
import { type ClusterKey, nonce } from './key.ts'
import { NdjsonSocket, type Wire } from './ndjson-socket.ts'
import { KeepAlive } from './keep-alive.ts'
import { HEADER, PATH, PATIENCE, UPGRADE } from './protocol.ts'
import { Relay, type Signer } from './relay.ts'
import { ask } from './request.ts'
import { readRights } from './token-rights.ts'

/** Told what happens to a connection. */
export interface PeerConnectionListener {
  opened(): void
  closed(): void
}

/** What a connection is made of. */
export interface PeerConnectionParts {
  readonly agent: Agent
  readonly key: ClusterKey
  readonly clock: Clock
  /** Takes what the server tells. Default: what members of its datacenter are told. */
  readonly onMessage?: (message: Wire) => void
  /** As a server of another datacenter, which tells nothing of what it runs. */
  readonly wan?: boolean
}

/** The connection of an agent to the server that answers for it: from the handshake to its end. */
export class PeerConnection {
  readonly #clock: Clock
  readonly #keepAlive: KeepAlive
  readonly #ndjson: NdjsonSocket
  readonly #relay: Relay
  readonly #questions = new Map<number, (answer: Wire | undefined) => void>()
  readonly #onMessage: (message: Wire) => void
  readonly #unsubscribe: () => void
  readonly #changes: Wire[] = []
  #asked = 0
  #onLeft: (() => void) | undefined
  #open = true

  constructor(parts: PeerConnectionParts, server: Address, ndjson: NdjsonSocket, signer: Signer) {
    const { agent, clock } = parts
    this.#clock = clock
    this.#ndjson = ndjson
    this.#onMessage = parts.onMessage ?? (message => RECEIVERS[message.t]?.(agent, message))
    this.#relay = new Relay(server, signer, agent.settings.advertiseAddress)
    this.#unsubscribe = parts.wan === true ? () => undefined : agent.local.state.onChange(change => this.#tell(change))
    this.#keepAlive = new KeepAlive(ndjson, clock)
    ndjson.onClose(() => this.#end())
  }

  get open(): boolean {
    return this.#open
  }

  get relay(): Relay {
    return this.#relay
  }

  /** Has the server answer a DNS question with the rights of a token; nothing when it cannot. */
  async ask(packet: Buffer, transport: Transport, token: string): Promise<Buffer | undefined> {
    const answer = await this.#question({ t: 'dns', transport, packet: packet.toString('base64'), token })
    return typeof answer?.['packet'] === 'string' ? Buffer.from(answer['packet'], 'base64') : undefined
  }

  /** Has the server run a prepared query; nothing when it cannot. */
  async execute(query: unknown, run: unknown): Promise<unknown> {
    return (await this.#question({ t: 'query', query, run }))?.['found']
  }

  /** Has the server tell what a token may do; nothing when it cannot. */
  async rightsOf(secret: string): ReturnType<TokenServer['rightsOf']> {
    const answer = await this.#question({ t: 'rights', secret })
    return answer && readRights(answer)
  }

  /** Sends a message that is answered by one of the same kind and number. */
  #question(message: Wire): Promise<Wire | undefined> {
    if (!this.#open) return Promise.resolve(undefined)
    const id = ++this.#asked
    return new Promise(resolve => {
      this.#questions.set(id, resolve)
      this.send({ ...message, id })
    })
  }

  send(message: Wire): void {
    this.#ndjson.send(message)
  }

  /** Tells the server that the agent leaves. Resolves when that was acknowledged. */
  leave(): Promise<void> {
    if (!this.#open) return Promise.resolve()
    return new Promise(resolve => {
      const impatient = this.#clock.setTimeout(resolve, PATIENCE)
      this.#onLeft = () => {
        impatient.clear()
        resolve()
      }
      this.send({ t: 'leave' })
    })
  }

  close(): void {
    this.#ndjson.destroy()
  }

  receive(message: Wire): void {
    this.#keepAlive.heard()
    if (ANSWERS.has(message.t)) this.#answered(message)
    else if (message.t === 'left') this.#onLeft?.()
    else this.#onMessage(message)
  }

  #answered(message: Wire): void {
    const id = Number(message['id'])
    const answer = this.#questions.get(id)
    this.#questions.delete(id)
    answer?.(message)
  }

  /** What changes at once is told at once: the catalog is to have it by one write. */
  #tell({ kind, id, after }: Change): void {
    const change = after ? { t: kind, id, ...told(after) } : { t: kind, id, row: null }
    if (this.#changes.push(change) > 1) return
    queueMicrotask(() => this.send({ t: 'changes', changes: this.#changes.splice(0) }))
  }

  #end(): void {
    this.#open = false
    this.#keepAlive.stop()
    this.#unsubscribe()
    this.#relay.close()
    this.#onLeft?.()
    for (const answer of this.#questions.values()) answer(undefined)
    this.#questions.clear()
  }
}

/** What is asked and answered by messages of the same kind. */
const ANSWERS: ReadonlySet<string> = new Set(['dns', 'query', 'rights'])

/** What a server tells its agents. */
const RECEIVERS: Readonly<Record<string, (agent: Agent, message: Wire) => void>> = {
  members(agent, { members }) {
    if (!Array.isArray(members)) return
    const own = agent.settings.nodeName
    const list = (members as Member[]).filter(member => isObject(member) && typeof member.Name === 'string')
    // the agent itself knows best whether it is alive
    agent.datacenter.members.replaceAll(
      list.filter(({ Name }) => Name !== own),
      own,
    )
  },
  event(agent, { event }) {
    if (isObject(event) && typeof event['Name'] === 'string')
      agent.datacenter.events.deliver(event as unknown as UserEvent)
  },
  tags(agent, { id, tags }) {
    const service = agent.local.state.service(String(id))
    if (!service) return
    agent.local.state.putService({ ...service, row: { ...service.row, Tags: tags as readonly string[] | null } })
  },
}

/** Connects an agent to a server. Rejects with Consul's text. */
export async function openPeerConnection(
  parts: PeerConnectionParts,
  server: Address,
  listener: PeerConnectionListener,
): Promise<PeerConnection> {
  const { agent, key, clock } = parts
  const { json: hello } = await ask(server, PATH.hello, { clock })
  const challenge = isObject(hello) && typeof hello['nonce'] === 'string' ? hello['nonce'] : ''
  const ours = nonce()
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      impatient.clear()
      reject(new Error(why))
      req.destroy()
    }
    const req = request({
      ...server,
      agent: false,
      path: PATH.connection,
      headers: {
        Connection: 'Upgrade',
        Upgrade: UPGRADE,
        [HEADER.nonce]: challenge,
        [HEADER.number]: ours,
        [HEADER.proof]: key.prove('connection', challenge),
      },
    })
    const impatient = clock.setTimeout(() => fail('i/o timeout'), PATIENCE)
    req.on('error', () => fail('EOF'))
    req.on('response', res => {
      res.resume()
      fail(res.statusCode === 401 ? NO_KEY : notAnAgent(server))
    })
    req.on('upgrade', (_res, socket, head) => {
      let connection: PeerConnection | undefined
      const ndjson = new NdjsonSocket(socket, head, message => {
        if (connection) return connection.receive(message)
        if (message.t === 'refused') return fail(String(message['reason']))
        const id = message['connection']
        const known = typeof id === 'string' && key.verify(String(message['proof'] ?? ''), 'welcome', ours)
        if (message.t !== 'welcome' || !known) return fail(NO_KEY)
        impatient.clear()
        const session = key.prove('session', challenge)
        connection = new PeerConnection(parts, server, ndjson, {
          connection: id,
          sign: (...parts) => key.prove('relay', session, ...parts),
        })
        listener.opened()
        resolve(connection)
      })
      ndjson.onClose(() => (connection ? listener.closed() : fail('EOF')))
      ndjson.send({
        t: 'hello',
        settings: shared(agent.settings),
        ...(parts.wan === true ? { wan: true } : runs(agent)),
      })
    })
    req.end()
  })
}

/** What an agent tells the server that answers for it: by which tokens, and what it runs. */
const runs = (agent: Agent): object => ({
  tokens: tokensOf(agent),
  services: Array.from(agent.local.state.services(), told),
  checks: Array.from(agent.local.state.checks(), told),
})

/** What a server is told of a service or a check: it comes to the catalog by the token that it was registered with. */
const told = ({ row, token = '' }: LocalService | LocalCheck): object => ({ row, token })

export const tokensOf = ({ acl: { tokens } }: Agent): SharedTokens => ({
  agent: tokens.get('agent'),
  default: tokens.get('default'),
})

export const NO_KEY = 'No installed keys could decrypt the message'
