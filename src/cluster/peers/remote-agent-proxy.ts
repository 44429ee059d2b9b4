import { isObject } from '../../lib/equal.ts'
import type { Agent } from '../../agent/agent.ts'
import type { Wire } from './ndjson-socket.ts'
import { checkRow, serviceRow } from './rows.ts'

/**
 * An agent of another process as its server has it: the services and checks that it says it has, told to the catalog by the
 * same means as the server's own.
 */
export class RemoteAgentProxy {
  readonly agent: Agent
  #applying = false

  /** `onTags`: others changed the tags of a service that lets them; its agent is to take them over. */
  constructor(agent: Agent, onTags: (id: string, tags: readonly string[] | null) => void) {
    this.agent = agent
    agent.local.state.onChange(({ kind, id, after }) => {
      if (!this.#applying && kind === 'service' && after) onTags(id, after.row.Tags)
    })
  }

  /** Takes over what the agent says of itself. */
  apply(message: Wire): void {
    this.#applying = true
    try {
      this.agent.local.batch(() => {
        if (message.t === 'state') this.#replace(list(message['services']), list(message['checks']))
        else if (message.t === 'changes') for (const change of list(message['changes'])) this.#change(change)
      })
    } finally {
      this.#applying = false
    }
  }

  #change(change: unknown): void {
    if (!isObject(change)) return
    const { t, id } = change
    if (t === 'service') this.#put('services', String(id), change)
    else if (t === 'check') this.#put('checks', String(id), change)
  }

  #replace(services: readonly unknown[], checks: readonly unknown[]): void {
    const { state } = this.agent.local
    const [named, namedChecks] = [idsOf(services, 'ID'), idsOf(checks, 'CheckID')]
    for (const { row } of [...state.checks()]) if (!namedChecks.has(row.CheckID)) state.removeCheck(row.CheckID)
    for (const { row } of [...state.services()]) if (!named.has(row.ID)) state.removeService(row.ID)
    for (const [id, given] of named) this.#put('services', id, given)
    for (const [id, given] of namedChecks) this.#put('checks', id, given)
  }

  #put(kind: 'services' | 'checks', id: string, given: Told): void {
    const { row } = given
    const token = typeof given.token === 'string' ? given.token : ''
    const { state } = this.agent.local
    const Node = this.agent.settings.nodeName
    if (!isObject(row)) {
      if (kind === 'services') state.removeService(id)
      else state.removeCheck(id)
    } else if (kind === 'services') state.putService({ origin: 'api', token, row: serviceRow(row, id, Node) })
    else state.putCheck({ origin: 'api', token, definition: undefined, row: checkRow(row, id, Node) })
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A service or a check as an agent tells of it. */
interface Told {
  readonly row?: unknown
  readonly token?: unknown
}

function idsOf(given: readonly unknown[], key: string): ReadonlyMap<string, Told> {
  return new Map(
    given.flatMap(told => {
      const row = isObject(told) ? told['row'] : undefined
      return isObject(row) && typeof row[key] === 'string' ? [[row[key], told as Told] as const] : []
    }),
  )
}
