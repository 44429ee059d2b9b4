import type { Reply } from './reply.ts'
import { isObject, jsonOf, pick } from './json.ts'

export type Variables = Record<string, string>

function fillAny(value: unknown, vars: Variables): unknown {
  if (typeof value === 'string') return value.replace(/\$\{(\w+)\}/g, (whole, name: string) => vars[name] ?? whole)
  if (Array.isArray(value)) return value.map(item => fillAny(item, vars))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [fillAny(key, vars), fillAny(item, vars)]))
}

/** Puts the variables' values in place of `${name}`, everywhere. */
export const fill = <T>(value: T, vars: Variables): T => fillAny(value, vars) as T

/** The index that goes with an event's ID, as official clients compute it: the two halves of the UUID, XORed. */
function eventIndex(id: string): bigint {
  const hex = id.replaceAll('-', '')
  return BigInt(`0x${hex.slice(0, 16)}`) ^ BigInt(`0x${hex.slice(16)}`)
}

const EVENT_INDEX = '$eventIndex:'
const MATCH = '$match:'

function partOf(reply: Reply, where: string): unknown {
  if (where === '$index') return reply.headers['x-consul-index']
  if (where === '$hash') return reply.headers['x-consul-contenthash']
  if (where === '$text') return reply.body.trim()
  if (where.startsWith(MATCH)) return new RegExp(where.slice(MATCH.length)).exec(reply.body)?.[1]
  const json = jsonOf(reply)
  if (!where.startsWith(EVENT_INDEX)) return pick(json, where)
  return eventIndex(String(pick(json, where.slice(EVENT_INDEX.length))))
}

/** Keeps the parts of an answer that later steps name. */
export function save(what: Record<string, string> | undefined, reply: Reply, vars: Variables): void {
  for (const [name, where] of Object.entries(what ?? {})) vars[name] = String(partOf(reply, where))
}
