/**
 * What an agent says of the types of an entry, in the words of the official client, which decodes the file itself: HCL knows whole
 * numbers, of which JSON makes a float64.
 */
export const nameIntegers = (reason: string, entry: unknown): string =>
  reason.replaceAll(/^(\* '(.*)' expected a map, got )'float64'$/gm, (line, start: string, path: string) =>
    typeof valueAt(entry, path) === 'bigint' ? `${start}'int'` : line,
  )

/** What a path such as `Routes[0].Match` leads to, by the rules of weak decoding: a list of one stands for it, one value for a list of it. */
function valueAt(entry: unknown, path: string): unknown {
  const steps = path.match(/\[[^\]]*\]|[^.[]+/g) ?? []
  return unwrap(
    steps.reduce((at, step) => {
      const name = step.startsWith('[') ? step.slice(1, -1) : step
      if (name !== step && /^\d+$/.test(name)) return Array.isArray(at) ? (at as unknown[])[Number(name)] : at
      return member(unwrap(at), name)
    }, entry),
  )
}

const unwrap = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 ? unwrap((value as unknown[])[0]) : value

/** A member by its name, which files write in any case and with underscores. */
function member(value: unknown, name: string): unknown {
  const plain = (text: string): string => text.replaceAll('_', '').toLowerCase()
  return Object.entries(value ?? {}).find(([key]) => key === name || plain(key) === plain(name))?.[1]
}
