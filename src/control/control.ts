import type { Agent } from '../agent/agent.ts'
import type { History } from '../agent/history.ts'
import { agentSource } from '../dns/agent-source.ts'
import { type DnsContext, dnsContext } from '../dns/context.ts'
import type { DnsInterceptor } from '../dns/interceptor.ts'
import { typeNumber } from '../dns/text.ts'
import { ConsulError } from '../model/errors.ts'
import type { HttpInterceptor } from '../http/interceptor.ts'
import { MovableClock } from '../lib/clock.ts'
import type { ClusterControl, ControlActions } from './actions.ts'
import { askDns, type ReadableAnswer } from './ask-dns.ts'
import { Blocked } from './blocked.ts'
import { dnsInterceptor } from './dns-interceptor.ts'
import { Faults } from './faults.ts'
import { Held } from './held.ts'
import { ControlInterceptor } from './http-interceptor.ts'
import { Journal } from './journal.ts'
import { Waits } from './waits.ts'

export interface ControlOptions {
  /** Whether it can be used over HTTP, and the journal is written from the start. Default: in dev mode. */
  readonly enabled?: boolean
  /** How much the journal remembers. Default 1000. */
  readonly remembered?: number
  /** Whether the journal is written from the start. Default: as `enabled`. */
  readonly recording?: boolean
}

/** What control needs of the emulator that it belongs to. */
export interface ControlParts {
  readonly actions: ControlActions
  readonly history: History | undefined
  readonly cluster: () => ClusterControl
  /** All agents, the emulator's own first. */
  readonly agents: () => readonly Agent[]
}

/** What no real Consul gives to tests: a journal of requests, the list of blocked queries, and faults. */
export class Control {
  /** Whether it can be used over HTTP. */
  readonly enabled: boolean
  readonly journal: Journal
  readonly faults: Faults
  readonly blocked: Blocked
  /** What tests wait for. */
  readonly waits = new Waits()
  readonly agent: Agent
  readonly actions: ControlActions
  /** The last commits, where they are remembered. */
  readonly history: History | undefined
  /** Stands before the DNS of all agents. */
  readonly dns: DnsInterceptor
  readonly #held: Held
  readonly #parts: ControlParts
  #dnsContext: DnsContext | undefined

  constructor(agent: Agent, parts: ControlParts, options: ControlOptions = {}) {
    const { enabled = agent.settings.ui.testBench, remembered, recording = enabled } = options
    this.enabled = enabled
    this.agent = agent
    this.actions = parts.actions
    this.history = parts.history
    this.#parts = parts
    this.journal = new Journal({ recording, ...(remembered !== undefined && { size: remembered }) })
    this.faults = new Faults(agent.random)
    this.blocked = new Blocked(() => parts.agents().map(({ blocking }) => blocking), {
      waits: this.waits,
      journal: this.journal,
    })
    this.#held = new Held(agent.clock)
    this.faults.onRemoved(id => this.#held.free(id))
    this.dns = dnsInterceptor({ clock: agent.clock, journal: this.journal, faults: this.faults, held: this.#held })
  }

  /** What stands before the HTTP API of an agent. */
  http({ clock, blocking, acl }: Agent): HttpInterceptor {
    const { journal, faults } = this
    this.blocked.include(blocking)
    const accessorOf = (secret: string): string => (acl.enabled ? (acl.token(secret)?.AccessorID ?? '') : '')
    return new ControlInterceptor({ clock, blocking, journal, faults, held: this.#held, accessorOf })
  }

  /** The clock, if it can be moved. */
  get clock(): MovableClock | undefined {
    const { clock } = this.agent
    return clock instanceof MovableClock ? clock : undefined
  }

  get cluster(): ClusterControl {
    return this.#parts.cluster()
  }

  /** Asks the DNS of the agent, without a socket; nothing when it leaves such a question unanswered. */
  async askDns(name: string, type: string): Promise<ReadableAnswer | undefined> {
    const number = typeNumber(type)
    if (number === undefined) throw new ConsulError('MC_ERR_OPTIONS', `Failed to ask: there is no type '${type}'.`)
    const { settings, clock, random, log } = this.agent
    if (this.#dnsContext?.settings !== settings)
      this.#dnsContext = dnsContext({
        settings,
        clock,
        random,
        logger: log.module('agent.dns'),
        source: agentSource(this.agent),
      })
    return askDns(name, number, this.#dnsContext)
  }

  /** The agent of a node, if it is emulated here; names have no case. */
  agentOf(node: string): Agent | undefined {
    const wanted = node.toLowerCase()
    return this.#parts.agents().find(({ settings }) => settings.nodeName.toLowerCase() === wanted)
  }

  /** Ends what is held up, and what tests wait for. Works on afterwards. */
  stop(): void {
    this.#held.stop()
    this.waits.stop()
  }
}
