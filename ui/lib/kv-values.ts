import { Refusal, request } from './http.ts'
import { readJson } from './json.ts'
import { TXN_OPS } from './kv.ts'
import type { KvEntry } from './types.ts'

/** Reads keys in transactions, so that those of other folders are not read. Calls `tell` with what each of them gave. */
export async function readValues(
  keys: readonly string[],
  tell: (entries: readonly KvEntry[]) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at < keys.length; at += TXN_OPS) {
    const ops = keys.slice(at, at + TXN_OPS).map(Key => ({ KV: { Verb: 'get-or-empty', Key } }))
    const { status, text } = await request('/v1/txn', { method: 'PUT', body: JSON.stringify(ops), signal })
    if (signal.aborted) return
    if (status >= 400) throw new Refusal(status, text)
    const { Results } = readJson(text) as { readonly Results: readonly { readonly KV: KvEntry }[] | null }
    tell((Results ?? []).map(({ KV }) => KV).filter(({ ModifyIndex }) => ModifyIndex > 0))
  }
}
