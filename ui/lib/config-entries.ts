import { indented } from './json.ts'

/** A config entry; each kind has fields of its own. */
export interface ConfigEntry {
  readonly Kind: string
  readonly Name?: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

export const configPath = (kind: string, name?: string): string =>
  `/v1/config/${encodeURIComponent(kind)}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`

/** Kinds of which there is one entry only are called by the kind. */
export const entryName = ({ Kind, Name }: Pick<ConfigEntry, 'Kind' | 'Name'>): string => Name ?? Kind

/** What the agent adds to an entry by itself. */
const ADDED: readonly string[] = ['CreateIndex', 'ModifyIndex', 'Hash']

/** An entry as it is written. */
export const entryText = (entry: ConfigEntry): string =>
  indented(Object.fromEntries(Object.entries(entry).filter(([name]) => !ADDED.includes(name))))

/** What an entry says in one line, its name left out. */
export function entrySummary({ Kind: _kind, Name: _name, ...fields }: ConfigEntry): string {
  const own = Object.entries(fields).filter(([name]) => !ADDED.includes(name))
  return own.map(([name, value]) => `${name}: ${summaryOf(value)}`).join(', ')
}

function summaryOf(value: unknown): string {
  if (Array.isArray(value)) return String(value.length)
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.keys(value).join(' ')
}
