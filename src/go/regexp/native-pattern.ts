/** A character that means itself to both engines, in a class or outside. */
const PLAIN = String.raw`[A-Za-z0-9 _:/=@,;%&"'<>~!#]`
const ESCAPED = String.raw`\\[.*+?()|[\]{}^$\\/]`
const CLASS = String.raw`\[\^?(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[A-Za-z0-9_.:/])+-?\]`
const ATOM = String.raw`(?:${PLAIN}|-|\.|\\d|\\w|${ESCAPED}|${CLASS})`

/** Nothing repeats, or, behind `^`, the last but for fixed atoms; `.*` at the end decides nothing. */
const LINEAR = new RegExp(String.raw`^(?:\^${ATOM}*(?:${ATOM}[*+]${ATOM}{0,32})?\$?|${ATOM}*\$?)$`)
const TAIL = /(?<!\\)\.\*$/
const ATOMS = new RegExp(String.raw`${ESCAPED}|${CLASS}|\\[dw]|[^]`, 'g')

/**
 * The same pattern for JavaScript's engine, if it means the same there and takes linear time: literals, simple classes, anchors
 * and one repetition behind `^`. Most patterns are of this kind, so that most processes never load the other engine.
 */
export function nativePattern(pattern: string): RegExp | undefined {
  const short = pattern.replace(TAIL, '')
  if (!LINEAR.test(short)) return undefined
  const source = short.replace(ATOMS, atom => (atom === '.' ? String.raw`[^\n]` : atom))
  try {
    return new RegExp(source, 'u')
  } catch {
    // a range that ends before it begins: the other engine says so in Go's words
    return undefined
  }
}
