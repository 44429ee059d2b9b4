import type { Agent } from '../../agent/agent.ts'
import type { ExchangeOutcome, PeeringConnections, PeerToDial, StreamStatus } from '../../agent/peering.ts'
import { type Clock, systemClock } from '../../lib/clock.ts'
import { turns, TURNS_TO_SEND } from '../../lib/defer.ts'
import type { Peering } from '../../model/peering-rows.ts'
import { defaultSettings } from '../../model/settings.ts'
import { deletePeering, readPeering, secretOf } from '../../state/peering/peerings.ts'
import type { View } from '../../state/view.ts'
import { show } from '../peers/addresses.ts'
import { listenForPeers, type PeerPort } from '../peers/ports.ts'
import { Acceptor } from './acceptor.ts'
import { Dialer } from './dialer.ts'
import { exchangeSecret } from './exchange.ts'
import type { StreamParts } from './stream.ts'

const LOOPBACK = '127.0.0.1'

/** The connections of a cluster to its peers: opened, maintained and ended as the peerings in its state say. */
export class ClusterPeering implements PeeringConnections {
  readonly #agent: Agent
  readonly #clock: Clock
  readonly #acceptor: Acceptor
  readonly #dialers = new Map<string, Dialer>()
  readonly #parts: StreamParts
  #port: Promise<PeerPort> | undefined
  /** The port that was chosen before, to be the same again after a close. */
  #chosen = 0
  #looking = false
  #closed = false

  /** `clock`: the time of sockets, which no test moves. */
  constructor(agent: Agent, clock: Clock = systemClock) {
    this.#agent = agent
    this.#clock = clock
    this.#parts = { agent, clock }
    this.#acceptor = new Acceptor({ agent, clock, address: () => this.address() })
    agent.store.onCommit(() => this.#lookSoon(), ['peerings', 'peeringSecrets'])
  }

  /** Begins to follow the peerings. `bind`: on the port that is configured; rejects with the reason when that is taken. */
  async listen({ bind }: { readonly bind: boolean }): Promise<void> {
    this.#closed = false
    this.#lookSoon()
    // peers know the port that was chosen before
    if (this.#chosen > 0 && !this.#port) await this.#bind(this.#chosen).catch(() => undefined)
    const { ports, peeringEnabled, server } = this.#agent.settings
    if (!bind || !server || !peeringEnabled || ports.grpcTls <= 0) return
    try {
      await this.#bind(ports.grpcTls)
    } catch (error) {
      // several agents of a test, all with the usual port, are no reason to refuse: one is chosen once it is needed
      if (ports.grpcTls !== defaultSettings.ports.grpcTls) throw error
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const dialer of this.#dialers.values()) dialer.close()
    this.#dialers.clear()
    this.#acceptor.closeOthers(new Set())
    const port = this.#port
    this.#port = undefined
    await (await port?.catch(() => undefined))?.close()
  }

  async address(): Promise<string> {
    const { advertiseAddress, ports } = this.#agent.settings
    const port = await (this.#port ?? this.#bind(this.#chosen))
    this.#chosen = port.port
    // one that was chosen here is not told to others, and reached on this machine
    return show({ host: port.port === ports.grpcTls ? advertiseAddress : LOOPBACK, port: port.port })
  }

  exchange(peer: PeerToDial): Promise<ExchangeOutcome> {
    return exchangeSecret(peer, this.#clock)
  }

  status(id: string): StreamStatus | undefined {
    return this.#dialers.get(id)?.status ?? this.#acceptor.status(id)
  }

  #bind(port: number): Promise<PeerPort> {
    const { ports, addresses, clientAddresses } = this.#agent.settings
    const isConfigured = port > 0 && port === ports.grpcTls
    const host = isConfigured ? ((addresses.grpcTls ?? clientAddresses)[0] ?? LOOPBACK) : LOOPBACK
    const bound = listenForPeers(host, port, this.#acceptor, 'Failed to start gRPC TLS listener')
    this.#port = bound
    bound.catch(() => (this.#port = undefined))
    return bound
  }

  /** The writer comes first. */
  #lookSoon(): void {
    if (this.#looking) return
    this.#looking = true
    queueMicrotask(() => {
      this.#looking = false
      if (!this.#closed) this.#follow()
    })
  }

  #follow(): void {
    const { store } = this.#agent
    const peerings = store.view.scan('peerings')
    for (const peering of peerings) {
      if (peering.State === 'DELETING') void this.#delete(peering)
      else this.#dial(peering)
    }
    const ids = new Set(peerings.filter(({ State }) => State !== 'TERMINATED').map(({ ID }) => ID))
    for (const [id, dialer] of this.#dialers) {
      if (ids.has(id)) continue
      dialer.close()
      this.#dialers.delete(id)
    }
    this.#acceptor.closeOthers(ids)
  }

  /** Who waits for the peering sees that it goes; then the peer is told, if it can be, and all that it exported goes, too. */
  async #delete(peering: Peering): Promise<void> {
    await turns(TURNS_TO_SEND)
    if (this.#closed || !isThere(this.#agent.store.view, peering)) return
    this.#dialers.get(peering.ID)?.terminate()
    this.#dialers.delete(peering.ID)
    this.#acceptor.terminate(peering.ID)
    this.#agent.store.write(tx => deletePeering(tx, peering))
  }

  #dial(peering: Peering): void {
    const { ID, PeerID, State } = peering
    if (PeerID === '' || (State !== 'ESTABLISHING' && State !== 'ACTIVE')) return
    const secret = secretOf(this.#agent.store.view, ID)?.Stream ?? ''
    const before = this.#dialers.get(ID)
    if (secret === '' || before?.uses(secret)) return
    before?.close()
    this.#dialers.set(ID, new Dialer(peering, secret, this.#parts))
  }
}

const isThere = (view: View, { Name, ID }: Peering): boolean => readPeering(view, Name).value?.ID === ID
