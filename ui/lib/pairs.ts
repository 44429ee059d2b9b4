/** Reads `name=value` lines, as metadata is written in forms. Throws for a line without a name. */
export function parsePairs(text: string): Record<string, string> {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return Object.fromEntries(
    lines.map(line => {
      const at = line.indexOf('=')
      if (at < 1) throw new Error(`“${line.trim()}” is no metadata: write name=value, one on each line.`)
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )
}

/** The same as lines. */
export const pairsText = (pairs: Readonly<Record<string, string>> | null | undefined): string =>
  Object.entries(pairs ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')

/** Reads a list that is written with commas. */
export const parseList = (text: string): string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(Boolean)

/** A whole number of a field; undefined where it is empty. Throws for anything else. */
export function parseWhole(label: string, text: string): number | undefined {
  if (text === '') return undefined
  if (!/^\d+$/.test(text)) throw new Error(`${label} is a whole number, not “${text}”.`)
  return Number(text)
}
