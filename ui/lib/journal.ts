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
export const wentWrong = ({ Kind, Status, Rcode }: JournalEntry): boolean =>
  Kind === 'dns' ? Rcode != null && Rcode !== 'NOERROR' : (Status ?? 0) >= 400
