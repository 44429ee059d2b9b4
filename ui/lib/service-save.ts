import { get, Refusal, request, send } from './http.ts'
import type { ServiceDefinition } from './service-definition.ts'
import type { Check, Instance } from './types.ts'

/** Where something is registered, and which agent the page talks to. */
export interface Where {
  readonly node: string
  /** Needed for a node that is not registered yet. */
  readonly address?: string
  /** Name of the node of the page's agent. */
  readonly ownNode: string
}

/** Asks the agent for a change; false where it does not know what is meant. */
async function agentDid(path: string, body?: unknown): Promise<boolean> {
  try {
    await send('PUT', path, body)
    return true
  } catch (err) {
    if (err instanceof Refusal && err.status === 404) return false
    throw err
  }
}

/** Whether the agent itself has a service: what it registered it would register again. */
const agentHas = async (id: string): Promise<boolean> =>
  (await request(`/v1/agent/service/${encodeURIComponent(id)}`)).status === 200

/** The node as a registration names it: one that is there is left as it is. */
async function nodeOf({ node, address = '' }: Where): Promise<object> {
  if (address !== '') return { Node: node, Address: address }
  const found = await get<{ readonly Node: { readonly Address: string } } | null>(
    `/v1/catalog/node/${encodeURIComponent(node)}`,
  )
  if (!found) throw new Error(`There is no node ${node} yet: give its address, too.`)
  return { Node: node, Address: found.Node.Address, SkipNodeUpdate: true }
}

/** Registers a service: with the agent on its own node, in the catalog on all others. */
export async function registerService(where: Where, service: ServiceDefinition, before?: Instance): Promise<void> {
  if (before) await refuseStale(before)
  const { Name, ...rest } = service
  const id = String(service['ID'] ?? Name)
  const own = where.node === where.ownNode && (!before || (await agentHas(id)))
  if (own) await send('PUT', '/v1/agent/service/register', service)
  else
    await send('PUT', '/v1/catalog/register', { ...(await nodeOf(where)), Service: { ...rest, ID: id, Service: Name } })
}

/** Nothing is written over what was changed since it was read. */
async function refuseStale({ Node, Service }: Instance): Promise<void> {
  const now = await get<readonly Instance[]>(`/v1/health/service/${encodeURIComponent(Service.Service)}`)
  const same = now.find(one => one.Node.Node === Node.Node && one.Service.ID === Service.ID)
  if (!same) throw new Error(`${Service.ID} was deregistered meanwhile.`)
  if (same.Service.ModifyIndex !== Service.ModifyIndex)
    throw new Error(`${Service.ID} was changed meanwhile: it was not saved.`)
}

/** What the agent itself registered is taken from the agent, which would register it again otherwise. */
export async function deregisterService({ Node, Service }: Instance, ownNode: string): Promise<void> {
  const path = `/v1/agent/service/deregister/${encodeURIComponent(Service.ID)}`
  if (Node.Node === ownNode && (await agentDid(path))) return
  await send('PUT', '/v1/catalog/deregister', { Node: Node.Node, ServiceID: Service.ID })
}

/** Registers a check: one that the agent runs, or in the catalog one that keeps its status. */
export async function registerCheck(where: Where, check: Readonly<Record<string, unknown>>): Promise<void> {
  const service = String(check['ServiceID'] ?? '')
  const own = where.node === where.ownNode && (service === '' || (await agentHas(service)))
  if (own) await send('PUT', '/v1/agent/check/register', check)
  else await send('PUT', '/v1/catalog/register', { ...(await nodeOf(where)), Check: { ...check, Node: where.node } })
}

/** Takes a check away, from the agent that has it, or from the catalog. */
export async function deregisterCheck({ Node, CheckID }: Check, ownNode: string): Promise<void> {
  if (Node === ownNode && (await agentDid(`/v1/agent/check/deregister/${encodeURIComponent(CheckID)}`))) return
  await send('PUT', '/v1/catalog/deregister', { Node, CheckID })
}
