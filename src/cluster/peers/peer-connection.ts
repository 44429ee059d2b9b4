import type { KeyringRequest } from '../../agent/keyring.ts'
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
import { readKeyringRequest, readKeyrings } from './keyring-messages.ts'
import { KeepAlive } from './keep-alive.ts'
import { HEADER, PATH, PATIENCE } from './protocol.ts'
import { Relay, type Signer } from './relay.ts'
import { ask } from './request.ts'
import { upgradeRequest } from './upgrade.ts'
import { readMembers } from './read-members.ts'
import { Questions } from './questions.ts'
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
  /** Takes the servers of other datacenters of which the server tells. */
  readonly onWan?: (members: readonly Member[]) => void
  /** As a server of another datacenter, which tells nothing of what it runs. */
  readonly wan?: boolean
}

/** The connection of an agent to the server that answers for it: from the handshake to its end. */
export class PeerConnection {
  readonly #clock: Clock
  readonly #keepAlive: KeepAlive
  readonly #ndjson: NdjsonSocket
  readonly #relay: Relay
  readonly #questions: Questions
  readonly #onMessage: (message: Wire) => void
  readonly #unsubscribe: () => void
  readonly #changes: Wire[] = []
  #onLeft: (() => void) | undefined
  #open = true

  constructor(parts: PeerConnectionParts, server: Address, ndjson: NdjsonSocket, signer: Signer) {
    const { agent, clock } = parts
    this.#clock = clock
    this.#ndjson = ndjson
    this.#questions = new Questions(message => this.send(message))
    this.#onMessage =
      parts.onMessage ??
      (message => {
        RECEIVERS[message.t]?.(agent, message, reply => this.send(reply))
        if (message.t === 'members') parts.onWan?.(readMembers(message['wan']))
      })
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
    const answer = await this.#questions.ask({ t: 'dns', transport, packet: packet.toString('base64'), token })
    return typeof answer?.['packet'] === 'string' ? Buffer.from(answer['packet'], 'base64') : undefined
  }

  /** Has the server run a prepared query; nothing when it cannot. */
  async execute(query: unknown, run: unknown): Promise<unknown> {
    return (await this.#questions.ask({ t: 'query', query, run }))?.['found']
  }

  /** Has the members of the server's datacenter change or tell their keys; nothing when it cannot. */
  async askKeyrings(request: KeyringRequest, token: string): Promise<ReturnType<typeof readKeyrings>> {
    return readKeyrings((await this.#questions.ask({ t: 'keyrings', request, token }))?.['keys'])
  }

  /** Has the server tell what a token may do; nothing when it cannot. */
  async rightsOf(secret: string): ReturnType<TokenServer['rightsOf']> {
    const answer = await this.#questions.ask({ t: 'rights', secret })
    return answer && readRights(answer)
  }

  /** Has the server join others of the wide area. Rejects with Consul's text. */
  async joinWan(addresses: readonly string[], port: number): Promise<void> {
    const error = (await this.#questions.ask({ t: 'join-wan', addresses, port }))?.['error']
    if (typeof error === 'string') throw new Error(error)
  }

  /** Has the server take in one of another datacenter, and tells what that one is to know; nothing when it cannot. */
  async meetWan(identity: object): Promise<unknown> {
    return (await this.#questions.ask({ t: 'meet-wan', identity }))?.['identity']
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
    if (ANSWERS.has(message.t)) this.#questions.answered(message)
    else if (message.t === 'left') this.#onLeft?.()
    else this.#onMessage(message)
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
    this.#questions.end()
  }
}

/** What is asked and answered by messages of the same kind. */
const ANSWERS: ReadonlySet<string> = new Set(['dns', 'query', 'rights', 'keyrings', 'join-wan', 'meet-wan'])

type Receiver = (agent: Agent, message: Wire, reply: (message: Wire) => void) => void

/** What a server tells its agents, and asks of them. */
const RECEIVERS: Readonly<Record<string, Receiver>> = {
  members(agent, { members }) {
    const own = agent.settings.nodeName
    const list = readMembers(members)
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
  keyring(agent, { id, request }, reply) {
    const wanted = readKeyringRequest(request)
    reply({ t: 'keyring', id, answer: wanted && agent.keyring.answer(wanted) })
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
  const proof = key.prove('connection', challenge)
  const session = key.session(proof, 'connection', challenge)
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      impatient.clear()
      reject(new Error(why))
      req.destroy()
    }
    const req = upgradeRequest(server, PATH.connection, {
      [HEADER.nonce]: challenge,
      [HEADER.number]: ours,
      [HEADER.proof]: proof,
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
        connection = new PeerConnection(parts, server, ndjson, {
          connection: id,
          sign: (...parts) => session.prove(...parts),
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
