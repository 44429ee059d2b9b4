import type { Agent } from '../agent/agent.ts'
import { toRegistration } from '../api/operations/register-entity.ts'
import { registrationSchema } from '../api/schemas/registration.ts'
import { decode } from '../go/decode.ts'
import { toJson } from '../go/json.ts'
import { errorText } from '../lib/error-text.ts'
import { register, type Registration } from '../state/catalog.ts'
import { deleteCheck } from '../state/check.ts'
import { deleteNode } from '../state/node.ts'
import { fold, prefixOf } from '../state/schema.ts'
import { deleteService } from '../state/service.ts'
import type { Tx } from '../state/store.ts'
import type { SourceNode } from './source.ts'

/** A node of the source with what makes it, and the text by which a change of it is seen. */
interface Mirrored {
  readonly node: SourceNode
  readonly text: string
}

/** Called for a node that cannot be taken over. */
export type OnSkipped = (node: string, reason: string) => void

/** The nodes of a source, with their services and checks, in the catalog of an agent. What changed there is one commit here. */
export class MirroredCatalog {
  readonly #agent: Agent
  readonly #onSkipped: OnSkipped
  #last: ReadonlyMap<string, Mirrored> = new Map()

  constructor(agent: Agent, onSkipped: OnSkipped) {
    this.#agent = agent
    this.#onSkipped = onSkipped
  }

  apply(nodes: readonly SourceNode[]): void {
    const last = this.#last
    const own = fold(this.#agent.settings.nodeName)
    const next = new Map<string, Mirrored>()
    const changed: { readonly node: SourceNode; readonly registrations: readonly Registration[] }[] = []
    for (const node of nodes) {
      const name = fold(node.Node)
      const text = toJson(node)
      const known = last.get(name)
      if (known?.text === text) {
        next.set(name, known)
        continue
      }
      const registrations = name === own ? TAKEN : this.#registrationsOf(node)
      if (typeof registrations === 'string') {
        this.#onSkipped(node.Node, registrations)
        continue
      }
      next.set(name, { node, text })
      changed.push({ node, registrations })
    }
    this.#agent.store.write(tx => {
      for (const [name, { node }] of last) if (!next.has(name)) deleteNode(tx, node.Node)
      for (const { node, registrations } of changed) {
        replaceIdentity(tx, node)
        removeOthers(tx, node)
        for (const registration of registrations) register(tx, registration)
      }
    })
    this.#last = next
  }

  /** Writes all of it again, in place of what was changed here. */
  renew(): void {
    const nodes = [...this.#last.values()].map(({ node }) => node)
    this.#last = new Map()
    this.apply(nodes)
  }

  /** How a node is registered, each service with its checks; or why it cannot be. */
  #registrationsOf({ Services, Checks, Meta, ...node }: SourceNode): readonly Registration[] | string {
    const self = {
      Node: node.Node,
      ID: node.ID,
      Address: node.Address,
      TaggedAddresses: node.TaggedAddresses,
      NodeMeta: Meta,
    }
    const bodies = [
      ...(Services ?? []).map(Service => ({ ...self, Service: { ...Service } })),
      { ...self, Checks: (Checks ?? []).map(check => ({ ...check })) },
    ]
    try {
      return bodies.map(body => toRegistration(decode(registrationSchema, body), this.#agent.settings.datacenter))
    } catch (error) {
      return errorText(error)
    }
  }
}

const TAKEN = 'the agent that mirrors has the same name; give it another one'

/** A machine that was set up anew has its name back, with another ID, which Consul would not let it take over. */
function replaceIdentity(tx: Tx, { Node, ID }: SourceNode): void {
  const there = tx.node(Node)
  if (there && fold(there.ID) !== fold(ID)) deleteNode(tx, Node)
}

/** What is on the node here and no longer there goes. */
function removeOthers(tx: Tx, { Node, Services, Checks }: SourceNode): void {
  const services = new Set((Services ?? []).map(({ ID }) => fold(ID)))
  const checks = new Set((Checks ?? []).map(({ CheckID }) => fold(CheckID)))
  for (const { ID } of tx.scan('services', prefixOf(Node))) if (!services.has(fold(ID))) deleteService(tx, Node, ID)
  for (const { CheckID } of tx.scan('checks', prefixOf(Node))) {
    if (!checks.has(fold(CheckID))) deleteCheck(tx, Node, CheckID)
  }
}
