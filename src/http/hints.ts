/** What the headers of a request say, as far as most requests need it. */
export interface Hints {
  /** Takes gzip. */
  readonly gzip: boolean
  /** Brings a body. */
  readonly body: boolean
  /** None of its headers changes how a read is answered. */
  readonly plainRead: boolean
}

const NAMES = [
  'accept-encoding',
  'content-length',
  'transfer-encoding',
  'cache-control',
  'x-consul-namespace',
  'x-consul-partition',
]

/** Headers that matter, by their length: a look at the length passes nearly all others by. */
const TELLING: ReadonlyMap<number, readonly string[]> = new Map(
  NAMES.map(({ length }) => [length, NAMES.filter(name => name.length === length)]),
)

const GZIP_CODING = /(?:^|,)\s*gzip\s*(?:;\s*q=([\d.]+)\s*)?(?:,|$)/i

/** Whether `Accept-Encoding` names gzip, and not to refuse it. */
function takesGzip(codings: string): boolean {
  const found = GZIP_CODING.exec(codings)
  return found !== null && Number(found[1] ?? 1) > 0
}

const NO_HINTS: Hints = { gzip: false, body: false, plainRead: true }
const GZIP: Hints = { gzip: true, body: false, plainRead: true }
const BODY: Hints = { gzip: false, body: true, plainRead: true }

export const hintsOf = (raw: { readonly hints?: Hints; readonly rawHeaders: readonly string[] }): Hints =>
  raw.hints ?? readHints(raw.rawHeaders)

/** Reads them from the headers as they came: a tenth of the time of what Node makes of them when it is asked for one. */
export function readHints(rawHeaders: readonly string[]): Hints {
  let gzip = false
  let body = false
  let plainRead = true
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const given = rawHeaders[i] as string
    const names = TELLING.get(given.length)
    if (names === undefined) continue
    const name = given.toLowerCase()
    if (!names.includes(name)) continue
    if (name === 'accept-encoding') gzip ||= takesGzip(rawHeaders[i + 1] ?? '')
    else if (name === 'content-length' || name === 'transfer-encoding') body = true
    else plainRead = false
  }
  if (plainRead && !(gzip && body)) return gzip ? GZIP : body ? BODY : NO_HINTS
  return { gzip, body, plainRead }
}
