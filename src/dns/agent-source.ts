import type { Agent } from '../agent/agent.ts'
import { queryTtl, runQueryAnywhere } from '../api/operations/execute-query.ts'
import { UnknownToken } from '../agent/acl/unknown-token.ts'
import { seesImports } from '../api/acl/imported.ts'
import { instanceSeenBy, seesHealth, seesNode, seesService, visible } from '../api/acl/visible.ts'
import { wanPort } from '../api/wan-addresses.ts'
import { type Authorizer, denyAll } from '../state/acl/authorizer.ts'
import type { Execution } from '../state/query-execution.ts'
import { importedHealth, importedNode } from '../state/peering/imported-health.ts'
import { fold, virtualIpKey } from '../state/schema.ts'
import { connectHealth, type Health, ingressHealth, serviceHealth } from '../state/health.ts'
import type { Node } from '../model/rows.ts'
import type { View } from '../state/view.ts'
import {
  type DnsInstance,
  type DnsNode,
  type DnsSource,
  NoAnswer,
  Pending,
  type QueryAnswer,
  type WatchedSource,
} from './source.ts'

/** What DNS reads, taken from the agent's state. */
export function agentSource(agent: Agent): WatchedSource {
  return {
    ...sourceOf(agent, () => agent.store.view),
    get scope() {
      return agent.acl.enabled ? rightsOf(agent).id : ''
    },
    tracked(read) {
      // an answer from the cache would not be counted
      let watchable = !agent.requestLimits.active
      const admitted = watchable || agent.requestLimits.admits('read')
      const { value, watchSet } = agent.store.readTracked(view => {
        const source = sourceOf(agent, () => (admitted ? view : refuse()))
        return read({
          ...source,
          query(...args) {
            watchable = false
            return source.query(...args)
          },
          datacenter(name) {
            watchable = false
            return source.datacenter?.(name)
          },
        })
      })
      return { value, watch: watchable ? watchSet : undefined }
    },
  }
}

const translates = ({ settings }: Agent): boolean => settings.translateWanAddresses

/** Those of the token that DNS asks with; an unknown token has none. */
function rightsOf({ acl }: Agent): Authorizer {
  try {
    return acl.resolveDns()
  } catch (err) {
    if (err instanceof UnknownToken) return denyAll
    throw err
  }
}

function refuse(): never {
  throw new NoAnswer('rate limit exceeded, try again later or against a different server')
}

/** `abroad`: the client is in another datacenter, and translates addresses. */
function sourceOf(agent: Agent, view: () => View, abroad = agent.guest && translates(agent)): DnsSource {
  const toInstance = (row: Health): DnsInstance => instanceOf(row, abroad)
  const seen = (rows: readonly Health[]): readonly Health[] => visible(rightsOf(agent), rows, seesHealth).rows
  const imported = (peer: string, name: string): readonly Health[] =>
    seesImports(rightsOf(agent)) ? importedHealth(view(), peer, name).value : []
  /** What is found by the name of a service in the mesh asks for the right to read that one, whatever it leads to. */
  const demand = (name: string, peer?: string): void => {
    const authorizer = rightsOf(agent)
    const isAllowed = peer === undefined ? seesService(authorizer, { Service: name }) : seesImports(authorizer)
    if (!isAllowed) throw new NoAnswer('Permission denied')
  }
  return {
    node(nameOrId, peer) {
      if (peer !== undefined) {
        const imported = seesImports(rightsOf(agent)) ? importedNode(view(), peer, nameOrId) : undefined
        return imported && toNode(imported)
      }
      const node = view().node(nameOrId) ?? view().first('nodes', 'id', fold(nameOrId))
      return node && seesNode(rightsOf(agent), node) ? toNode(node, abroad) : undefined
    },
    service(name, tag, peer) {
      const value = peer === undefined ? seen(serviceHealth(view(), name).value) : imported(peer, name)
      return (tag === undefined ? value : value.filter(row => hasTag(row, tag))).map(toInstance)
    },
    connect(name) {
      demand(name)
      return seen(connectHealth(view(), name).value).map(toInstance)
    },
    ingress(name) {
      demand(name)
      return seen(ingressHealth(view(), name).value).map(toInstance)
    },
    virtual(name, peer) {
      demand(name, peer)
      return view().get('virtualIps', virtualIpKey(name, peer))?.Address
    },
    query(nameOrId, subnet) {
      view()
      const found = runQueryAnywhere(agent, nameOrId, {
        authorizer: rightsOf(agent),
        ...(subnet !== undefined && { address: subnet }),
      })
      const toAnswer = (found: Execution | undefined): QueryAnswer | undefined => toQueryAnswer(agent, found)
      if (found instanceof Promise) throw new Pending(found.then(toAnswer))
      return toAnswer(found)
    },
    nodeByAddress: ip =>
      view()
        .by('nodes', 'address', fold(ip))
        .find(node => seesNode(rightsOf(agent), node))?.Node,
    serviceByAddress: ip =>
      view()
        .by('services', 'address', fold(ip))
        .find(instanceSeenBy(rightsOf(agent)))?.Service,
    datacenter(name) {
      const there = agent.inDatacenter(name)
      return there && sourceOf(there, () => there.store.view, translates(agent))
    },
  }
}

function toQueryAnswer(agent: Agent, found: Execution | undefined): QueryAnswer | undefined {
  if (!found) return undefined
  const isFar = found.datacenter !== agent.settings.datacenter
  const abroad = translates(agent) && isFar !== agent.guest
  return {
    service: found.query.Service.Service,
    ttl: queryTtl(found.query),
    ...(found.datacenter !== '' && { datacenter: found.datacenter }),
    instances: found.nodes.map(row => instanceOf(row, abroad)),
  }
}

function hasTag({ service }: Health, tag: string): boolean {
  return (service.Tags ?? []).some(t => fold(t) === fold(tag))
}

function toNode(node: Node, abroad = false): DnsNode {
  return {
    name: node.Node,
    id: node.ID,
    address: node.Address,
    taggedAddresses: node.TaggedAddresses ?? {},
    meta: node.Meta ?? {},
    ...(node.PeerName !== undefined && { peer: node.PeerName }),
    ...(abroad && { abroad }),
  }
}

function instanceOf({ node, service, checks }: Health, abroad: boolean): DnsInstance {
  return {
    node: toNode(node, abroad),
    service: {
      id: service.ID,
      name: service.Service,
      address: service.Address,
      port: abroad ? wanPort(service) : service.Port,
      weights: { passing: service.Weights.Passing, warning: service.Weights.Warning },
      taggedAddresses: Object.fromEntries(
        Object.entries(service.TaggedAddresses ?? {}).map(([tag, a]) => [tag, { address: a.Address }]),
      ),
    },
    statuses: checks.map(check => check.Status),
  }
}
