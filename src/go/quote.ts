const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
])

/** Go's `%q`: a double-quoted text with escapes for what does not print. */
export function quoteGo(text: string): string {
  // apart from the others, which takes a tenth of the time for megabytes of them
  const quoted = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  const escaped = quoted.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, char => {
    const code = char.codePointAt(0) ?? 0
    // a byte that is no UTF-8: see decodeUtf8
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`
    const hex = code.toString(16)
    if (code < 0x80) return SHORT_ESCAPES.get(char) ?? `\\x${hex.padStart(2, '0')}`
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
  })
  return `"${escaped}"`
}
