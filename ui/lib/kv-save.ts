import { send } from './http.ts'
import { keyPath } from './kv.ts'

/** Writes a key only where it is still as it was at that index; 0: only where there is none. */
export async function saveKey(key: string, value: Uint8Array, flags: string, cas: number): Promise<void> {
  if (!/^\d{1,20}$/.test(flags)) throw new Error('Flags are a number.')
  const done = await send('PUT', `/v1/kv/${keyPath(key)}?cas=${cas}&flags=${flags}`, value)
  if (done.trim() === 'true') return
  throw new Error(cas === 0 ? `There is a key ${key} already.` : `${key} was changed meanwhile: it was not saved.`)
}
