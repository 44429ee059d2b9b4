import type { Flag, FlagKind } from '../go/flag.ts'

const WIDTH = 78

const VALUES: Readonly<Record<FlagKind, string>> = {
  bool: '',
  string: '=<value>',
  int: '=<int>',
  duration: '=<duration>',
  list: '=<value>',
  map: '=<key=value>',
  pairs: '=<key:value>',
  switch: '',
  integer: '=<int>',
  uint: '=<uint>',
  unsigned: '=<uint>',
  time: '=<duration>',
}

/** The help of one command: how to call it, what it does, its flags in order of their names. */
export function usageOf(call: string, about: string, flags: readonly Flag[]): string {
  const text = `Usage: miniconsul ${call}\n\n${wrap(about, '  ')}\n`
  if (flags.length === 0) return text
  const list = flags
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, kind, usage }) => `  -${name}${VALUES[kind]}\n${wrap(usage, '     ')}\n`)
  return `${text}\nOptions\n\n${list.join('\n')}`
}

function wrap(text: string, indent: string): string {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(indent + word)
  }
  return lines.join('\n')
}
