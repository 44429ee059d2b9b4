import { type Cursor, END } from './cursor.ts'

const ANCHOR = /^[\p{L}\p{Nd}_]$/u

/** Reads a heredoc behind its first `<`, with the line that ends it. */
export function scanHeredoc(cursor: Cursor): void {
  if (cursor.next() !== '<') return cursor.complain("heredoc expected second '<', didn't see it")
  const dash = cursor.peek() === '-'
  if (dash) cursor.next()
  let anchor = ''
  let char = cursor.next()
  for (; ANCHOR.test(char); char = cursor.next()) anchor += char
  if (char === END) return cursor.complain('heredoc not terminated')
  if (char !== '\n') return cursor.complain('invalid characters in heredoc anchor')
  if (anchor === '') return cursor.complain('zero-length heredoc anchor')
  scanLines(cursor, dash, anchor)
}

function scanLines(cursor: Cursor, dash: boolean, anchor: string): void {
  for (;;) {
    const start = cursor.index
    let char = cursor.next()
    while (char !== '\n' && char !== END) char = cursor.next()
    if (char === END) return cursor.complain('heredoc not terminated')
    if (endsHeredoc(cursor.since(start), dash, anchor)) return
  }
}

function endsHeredoc(line: string, dash: boolean, anchor: string): boolean {
  const before = /^[ \t\v\f\r]*/.exec(line)?.[0].length ?? 0
  if (dash && before === 0) return false
  return line.startsWith(anchor, before) && /^\r*\n$/.test(line.slice(before + anchor.length))
}

/** The text of a heredoc as it stands in the document. */
export function heredocValue(source: string): string {
  const head = source.indexOf('\n')
  const dash = source.startsWith('<<-')
  const anchor = source.slice(dash ? 3 : 2, head)
  const body = source.slice(head + 1, -1)
  if (!dash) return body.slice(0, body.length - anchor.length)
  const last = body.lastIndexOf('\n') + 1
  const indent = /^[ \t\v\f\r]*/.exec(body.slice(last))?.[0] ?? ''
  const lines = body.slice(0, last).split('\n').slice(0, -1)
  const shifted = lines.every(line => line.startsWith(indent))
  return lines.map(line => `${shifted ? line.slice(indent.length) : line}\n`).join('')
}
