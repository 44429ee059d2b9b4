import { decodeText } from '../../lib/bytes.ts'
import { quoteJson } from '../../go/json.ts'
import type { KvEntry } from '../../model/rows.ts'

/** Stands in JSON as it is. */
const PLAIN = /^[\w ./:-]*$/

/**
 * The answer to a transaction of KV writes, as `toJson` would write it: values are not shown. What stands between the keys
 * is mostly the same for all, and then written once: 64 results take a fortieth of the time that `toJson` does.
 */
export function writeKvResults(entries: readonly KvEntry[], indent: boolean): string {
  const write = indent ? INDENTED : COMPACT
  if (entries.length === 0) return write.none
  const parts = [write.begin]
  let before: KvEntry | undefined
  let [upToKey, upToIndex, end, behindKey] = ['', '', '', '']
  for (const entry of entries) {
    const { Key, LockIndex, Flags, Session, CreateIndex, ModifyIndex } = entry
    if (before?.LockIndex !== LockIndex) upToKey = write.upToKey(entry)
    if (before?.Flags !== Flags || before.Session !== Session) upToIndex = write.upToIndex(entry)
    if (before?.ModifyIndex !== ModifyIndex) end = write.end(entry)
    if (!before || !isSameBehindKey(before, entry)) behindKey = inOnePiece(upToIndex, String(CreateIndex), end)
    parts.push(before ? upToKey : upToKey.slice(1), PLAIN.test(Key) ? Key : escaped(Key), behindKey)
    before = entry
  }
  parts.push(write.close)
  return parts.join('')
}

/** What + or a template makes is put together anew each time it is copied. */
const inOnePiece = (...parts: readonly string[]): string => parts.join('')

const isSameBehindKey = (a: KvEntry, b: KvEntry): boolean =>
  a.CreateIndex === b.CreateIndex && a.ModifyIndex === b.ModifyIndex && a.Flags === b.Flags && a.Session === b.Session

const escaped = (key: string): string => quoteJson(decodeText(key)).slice(1, -1)

/** The pieces of an answer: `upToKey` begins with the comma behind the entry before. */
function layout(colon: string, pad: (depth: number) => string) {
  const [one, two, three, four] = [pad(1), pad(2), pad(3), pad(4)]
  const member = (name: string, value: unknown): string => `,${four}"${name}"${colon}${String(value)}`
  const [list, close] = [`{${one}"Results"${colon}`, `,${one}"Errors"${colon}null${pad(0)}}`]
  return {
    none: `${list}[]${close}`,
    begin: `${list}[`,
    upToKey: ({ LockIndex }: KvEntry): string =>
      inOnePiece(`,${two}{${three}"KV"${colon}{${four}"LockIndex"${colon}`, String(LockIndex), member('Key', '"')),
    upToIndex: ({ Flags, Session }: KvEntry): string =>
      inOnePiece(
        `"${member('Flags', Flags)}${member('Value', null)}`,
        Session === '' ? '' : member('Session', quoteJson(Session)),
        member('CreateIndex', ''),
      ),
    end: ({ ModifyIndex }: KvEntry): string => inOnePiece(member('ModifyIndex', ModifyIndex), `${three}}${two}}`),
    close: `${one}]${close}`,
  }
}

const INDENTED = layout(': ', depth => `\n${'    '.repeat(depth)}`)
const COMPACT = layout(':', () => '')
