import { type ConfigEntry, configPath, entryName } from './config-entries.ts'
import { Refusal, request, send } from './http.ts'
import { parsedJson } from './json-problem.ts'

/**
 * Writes an entry as its text stands there, only where nobody changed it meanwhile (index 0: where there is none yet).
 * Gives its kind and name.
 */
export async function saveEntry(
  text: string,
  index: number,
): Promise<{ readonly kind: string; readonly name: string }> {
  const { Kind, Name } = (parsedJson(text) ?? {}) as Partial<ConfigEntry>
  const done = await send('PUT', `/v1/config?cas=${index}`, text)
  const [kind, name] = [String(Kind), String(Name ?? Kind)]
  if (done.trim() === 'true') return { kind, name }
  throw new Error(
    index === 0
      ? `There is an entry ${kind} ${name} already.`
      : `${kind} ${name} was changed meanwhile: it was not saved.`,
  )
}

export const deleteEntry = (entry: ConfigEntry): Promise<string> =>
  send('DELETE', configPath(entry.Kind, entryName(entry)))

/** How many entries of a kind there are; undefined where the token may not know. */
export async function countEntries(kind: string): Promise<number | undefined> {
  const { status, text } = await request(configPath(kind))
  if (status === 403) return undefined
  if (status >= 400) throw new Refusal(status, text)
  return (JSON.parse(text) as readonly unknown[]).length
}
