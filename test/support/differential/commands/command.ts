import fc from 'fast-check'
import type { Json, Step } from '../../conformance/scenario.ts'

/** What is generated at once: mostly one request; a blocking read comes with what wakes it. */
export type Command = readonly Step[]

export type Commands = fc.Arbitrary<Command>

export const get = (path: string, more: Step = {}): Command => [{ method: 'GET', path, ...more }]
export const put = (path: string, body?: unknown, more: Step = {}): Command => [
  { method: 'PUT', path, ...(body !== undefined && { body: body as Json }), ...more },
]
export const remove = (path: string): Command => [{ method: 'DELETE', path }]

/** With time for what the real agent does of its own a moment later. */
export const settled = (command: Command): Command => [...command, { sleep: 120 }]

/** Blocks on `path` at its present index, runs a command meanwhile, and looks at what the reader got. */
export function blockedOn(path: string, meanwhile: Command): Command {
  const id = 'w#' // a number of its own is put in for `#`
  const query = path.includes('?') ? '&' : '?'
  return [
    { method: 'GET', path, save: { [`i_${id}`]: '$index' }, only: ['status'] },
    { start: id, method: 'GET', path: `${path}${query}index=\${i_${id}}&wait=300ms`, settle: 30 },
    ...meanwhile,
    { await: id, took: [0, 30_000], unordered: '*' },
  ]
}

/** A part of an object's members. */
export const some = (members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(members, { requiredKeys: [] })
