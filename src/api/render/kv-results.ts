import { decodeBinary } from '../../go/json/utf8.ts'
import { encodeText } from '../../lib/bytes.ts'
import { quoteJson } from '../../go/json.ts'
import type { KvEntry } from '../../model/rows.ts'

/**
 * The answer to a transaction of KV writes, as `toJson` would write it, one unit a byte: values are not shown. What stands between the
 * keys is mostly the same for all, and then written once: 64 results take a sixtieth of the time that `toJson` does. The text is
 * only strung together here: it is copied into one piece when it is sent, together with its head.
 */
export function writeKvResults(entries: readonly KvEntry[], indent: boolean): string {
  const write = indent ? INDENTED : COMPACT
  if (entries.length === 0) return write.none
  let text = write.begin
  let before: KvEntry | undefined
  let [upToKey, upToIndex, end, between] = ['', '', '', '']
  for (const entry of entries) {
    if (before && isAlike(before, entry)) {
      // few pieces: each one costs as much as a hundred bytes
      between ||= inOnePiece(upToIndex, String(entry.CreateIndex), end, upToKey)
      text += between
    } else {
      if (before) text = text + upToIndex + String(before.CreateIndex) + end
      if (before?.LockIndex !== entry.LockIndex) upToKey = write.upToKey(entry)
      if (before?.Flags !== entry.Flags || before.Session !== entry.Session) upToIndex = write.upToIndex(entry)
      if (before?.ModifyIndex !== entry.ModifyIndex) end = write.end(entry)
      text += before ? upToKey : upToKey.slice(1)
      between = ''
    }
    text += isPlain(entry.Key) ? entry.Key : escaped(entry.Key)
    before = entry
  }
  return text + upToIndex + String(before?.CreateIndex) + end + write.close
}

/** What + or a template makes is put together anew each time it is copied. */
const inOnePiece = (...parts: readonly string[]): string => parts.join('')

const isAlike = (a: KvEntry, b: KvEntry): boolean =>
  a.CreateIndex === b.CreateIndex &&
  a.ModifyIndex === b.ModifyIndex &&
  a.Flags === b.Flags &&
  a.Session === b.Session &&
  a.LockIndex === b.LockIndex

/** Whether a key stands in JSON as it is. For the length of a key this takes a fifth of what a pattern does. */
function isPlain(key: string): boolean {
  for (let at = 0; at < key.length; at++) if (PLAIN[key.charCodeAt(at)] === 0) return false
  return true
}

/** By byte: 1 for what JSON takes as it is. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => Number(/^[\w ./:-]$/.test(String.fromCharCode(byte))))

const escaped = (key: string): string => encodeText(quoteJson(decodeBinary(key)).slice(1, -1))

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
