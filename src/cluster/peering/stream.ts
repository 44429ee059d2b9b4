import type { Agent } from '../../agent/agent.ts'
import type { StreamStatus } from '../../agent/peering.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Peering } from '../../model/peering-rows.ts'
import { activatePeering, terminatePeering } from '../../state/peering/peerings.ts'
import type { NdjsonSocket, Wire } from '../peers/ndjson-socket.ts'
import { KeepAlive } from '../peers/keep-alive.ts'
import { Exporter } from './exporter.ts'
import { readHello } from './hello.ts'
import { Importer } from './importer.ts'

export interface StreamParts {
  readonly agent: Agent
  /** The time of sockets, which no test moves. */
  readonly clock: Clock
}

/** The connection of a peering, the same from either side: what is exported goes out, what the peer exports comes in. */
export class PeeringStream {
  readonly #agent: Agent
  readonly #keepAlive: KeepAlive
  readonly #id: string
  readonly #ndjson: NdjsonSocket
  readonly #exporter: Exporter
  readonly #importer: Importer
  #lastHeartbeat: number | undefined
  #lastReceive: number | undefined
  #lastSend: number | undefined
  #open = true

  /** `hello`: what this side says of itself first. */
  constructor({ ID, Name }: Peering, ndjson: NdjsonSocket, hello: Wire, { agent, clock }: StreamParts) {
    const { store, datacenter, connect } = agent
    this.#agent = agent
    this.#id = ID
    this.#ndjson = ndjson
    this.#importer = new Importer(store, Name, agent.log.module('agent.server.peering'))
    this.#exporter = new Exporter({
      store,
      peer: Name,
      cluster: { trustDomain: connect.trustDomain, datacenter: datacenter.name },
      send: message => this.#send(message),
    })
    ndjson.onClose(() => this.#end())
    this.#send(hello)
    this.#keepAlive = new KeepAlive(ndjson, clock)
  }

  get status(): StreamStatus {
    return {
      connected: this.#open,
      imported: this.#importer.names,
      exported: this.#exporter.names,
      lastHeartbeat: this.#lastHeartbeat,
      lastReceive: this.#lastReceive,
      lastSend: this.#lastSend,
    }
  }

  receive(message: Wire): void {
    if (!this.#open) return
    this.#keepAlive.heard()
    this.#lastReceive = this.#agent.clock.now()
    const { store } = this.#agent
    if (message.t === 'ping') this.#lastHeartbeat = this.#lastReceive
    else if (message.t === 'hello') this.#begin(message)
    else if (message.t === 'terminated') store.write(tx => terminatePeering(tx, this.#id))
    else this.#importer.receive(message)
  }

  /** Tells the peer that the peering is over. */
  terminate(): void {
    this.#send({ t: 'terminated' })
    this.#ndjson.end()
  }

  close(): void {
    this.#ndjson.destroy()
  }

  /** The peer is known to be the right one, and has said who it is. */
  #begin(message: Wire): void {
    const { store } = this.#agent
    store.write(tx => activatePeering(tx, this.#id, readHello(message)))
    this.#exporter.start()
  }

  #send(message: Wire): void {
    this.#lastSend = this.#agent.clock.now()
    this.#ndjson.send(message)
  }

  #end(): void {
    this.#open = false
    this.#keepAlive.stop()
    this.#exporter.stop()
  }
}
