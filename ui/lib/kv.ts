import { asText, fromBase64 } from './bytes.ts'
import { parsedJson } from './json-problem.ts'
import { matcher } from './search.ts'
import type { KvEntry } from './types.ts'

/** One line of `consul kv export`. */
export interface Exported {
  readonly key: string
  readonly flags: number | string
  /** Base64. */
  readonly value: string
}

/** The parts of a key's path, each with the prefix that it stands for. */
export function crumbs(folder: string): { readonly name: string; readonly prefix: string }[] {
  const parts = folder.split(/(?<=\/)/)
  return parts.map((name, i) => ({ name, prefix: parts.slice(0, i + 1).join('') })).filter(({ name }) => name !== '')
}

/** Parameters for an address of Consul's own page, as in `kv/config/app/edit`; undefined where there is nothing after `kv`. */
export function paramsOfPath([, ...parts]: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (parts.length === 0) return undefined
  const last = parts.at(-1)
  const above = parts.slice(0, -1).join('/')
  if (last === 'edit') return { key: above, folder: folderOf(above) }
  if (last === 'create') return { new: 'key', ...(above !== '' && { folder: `${above}/` }) }
  return { folder: `${parts.join('/')}/` }
}

/** The folder that a key is in. */
export const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/', key.length - 2) + 1)

/** A key in what the path of an API request takes. What would be tidied up on the way is hidden from that. */
export const keyPath = (key: string): string =>
  /(^|\/)(\/|\.{1,2}(\/|$))/.test(key) ? encodeURIComponent(key) : key.split('/').map(encodeURIComponent).join('/')

/** The text of a value; undefined where it is not text. */
export const valueText = ({ Value }: Pick<KvEntry, 'Value'>): string | undefined => asText(fromBase64(Value ?? ''))

/** Bytes of a value, of which only its Base64 is there. */
export function valueSize({ Value }: Pick<KvEntry, 'Value'>): number {
  if (Value === null || Value === '') return 0
  return (Value.length / 4) * 3 - (Value.endsWith('==') ? 2 : Value.endsWith('=') ? 1 : 0)
}

/** Entries by the words in their keys and values, with what is asked for of each prepared once. */
export function searchable(entries: readonly KvEntry[]): (search: string, withValues: boolean) => readonly KvEntry[] {
  const texts = new Map<KvEntry, string>()
  const textOf = (entry: KvEntry): string => {
    let text = texts.get(entry)
    if (text === undefined) texts.set(entry, (text = `${entry.Key}\n${valueText(entry) ?? ''}`.toLowerCase()))
    return text
  }
  return (search, withValues) => {
    const matches = matcher(search)
    return entries.filter(entry => matches(withValues ? textOf(entry) : entry.Key))
  }
}

/** Entries in the form of `consul kv export`. */
export function exportEntries(entries: readonly KvEntry[]): string {
  const lines = entries.map(
    ({ Key, Flags, Value }) =>
      `\t{\n\t\t"key": ${JSON.stringify(Key)},\n\t\t"flags": ${Flags},\n\t\t"value": ${JSON.stringify(Value ?? '')}\n\t}`,
  )
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`
}

/** Reads what `consul kv export` wrote. Throws with a sentence about what is wrong. */
export function parseExport(text: string): Exported[] {
  parsedJson(text)
  const list: unknown = JSON.parse(text.replace(/"flags":\s*(\d{16,})/g, '"flags":"$1"'))
  if (!Array.isArray(list)) throw new Error('This is no export: a list of keys was expected.')
  return list.map((item: unknown, i) => {
    const { key, flags = 0, value = '' } = (item ?? {}) as Partial<Exported>
    if (typeof key !== 'string' || key === '') throw new Error(`Entry ${i + 1} has no key.`)
    if (typeof value !== 'string' || !isBase64(value)) throw new Error(`The value of ${key} is no Base64.`)
    return { key, flags, value }
  })
}

function isBase64(text: string): boolean {
  try {
    atob(text)
    return true
  } catch {
    return false
  }
}

/** Consul's limit of operations in one transaction. */
export const TXN_OPS = 64
/** Bytes of a transaction, with room below Consul's limit. */
const TXN_BYTES = 384 * 1024

/** An import in transactions that are each small enough to be taken. */
export function importBatches(entries: readonly Exported[]): object[][] {
  const batches: object[][] = []
  let size = 0
  for (const { key, flags, value } of entries) {
    const bytes = key.length * 3 + value.length + 100
    const last = batches.at(-1)
    const op = { KV: { Verb: 'set', Key: key, Value: value, Flags: flags } }
    if (!last || last.length >= TXN_OPS || size + bytes > TXN_BYTES) {
      batches.push([op])
      size = bytes
    } else {
      last.push(op)
      size += bytes
    }
  }
  return batches
}

/** A transaction's body: flags of 64 bits as numbers, which JSON.stringify cannot write. */
export const txnBody = (ops: readonly object[]): string => JSON.stringify(ops).replace(/"Flags":"(\d+)"/g, '"Flags":$1')
