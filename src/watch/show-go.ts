import { quoteGo } from '../go/quote.ts'

/** A value of a configuration as Go's `%#v` shows it; a list of one is shown as what it holds, as files are read. */
export function showGo(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (Array.isArray(value)) {
    return value.length === 1 ? showGo(value[0]) : `[]interface {}{${value.map(showGo).join(', ')}}`
  }
  if (typeof value === 'object') {
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `map[string]interface {}{${members.map(([name, member]) => `${quoteGo(name)}:${showGo(member)}`).join(', ')}}`
  }
  return typeof value === 'string' ? quoteGo(value) : JSON.stringify(value)
}
