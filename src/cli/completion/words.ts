import type { CommandEntry } from '../command.ts'

/** What can follow the words that were typed: more of a name, or the flags of a command. */
export type Words = ReadonlyMap<string, readonly string[]>

/** Makes the words that can follow each beginning of a name, `kv` or nothing, and each name: its flags. */
export async function completionWords(table: readonly CommandEntry[]): Promise<Words> {
  const words = new Map<string, Set<string>>()
  const add = (after: string, word: string): void => {
    const known = words.get(after)
    if (known) known.add(word)
    else words.set(after, new Set([word]))
  }
  for (const { name, load } of table) {
    const parts = name.split(' ')
    for (const [at, part] of parts.entries()) add(parts.slice(0, at).join(' '), part)
    const { command } = await load()
    for (const flag of flagsIn(command.usage)) add(name, flag)
  }
  return new Map([...words].map(([after, set]) => [after, [...set]]))
}

/** The flags that a help text lists. */
function flagsIn(usage: string): string[] {
  return Array.from(usage.matchAll(/^ {2}(-[\w-]+)(=?)/gm), ([, flag = '', equals = '']) => flag + equals)
}
