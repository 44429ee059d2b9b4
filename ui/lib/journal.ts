import type { JournalEntry } from './control-types.ts'

/** What was asked: path and query, or name and type. */
export function askedFor(entry: JournalEntry): string {
  if (entry.Kind === 'dns') return `${entry.Name ?? ''} ${entry.Type ?? ''}`
  const query = queryText(entry.Query)
  return `${entry.Path ?? ''}${query === '' ? '' : `?${query}`}`
}

function queryText(query: JournalEntry['Query']): string {
  return Object.entries(query ?? {})
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
}

/** How it was answered; '' while it is not. */
export const answered = ({ Kind, Status, Rcode }: JournalEntry): string =>
  Kind === 'dns' ? (Rcode ?? '') : Status ? String(Status) : ''

/** Whether the answer said no. */
export const isError = ({ Kind, Status, Rcode }: JournalEntry): boolean =>
  Kind === 'dns' ? Rcode != null && Rcode !== 'NOERROR' : (Status ?? 0) >= 400

/** The request as a `curl` command; `origin` stands for the agent. */
export function curlOf(entry: JournalEntry, origin: string): string {
  const { Method = 'GET', Body = '' } = entry
  const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
  const url = `${origin}${entry.Path ?? ''}${encodedQuery(entry.Query)}`
  const parts = ['curl', ...(Method === 'GET' ? [] : ['-X', Method]), quote(url)]
  return [...parts, ...(Body === '' ? [] : ['-d', quote(Body)])].join(' ')
}

function encodedQuery(query: JournalEntry['Query'] = {}): string {
  const parts = Object.entries(query).map(([name, value]) => {
    return value === '' ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
  })
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}
