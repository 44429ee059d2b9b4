/** What could be read of a base64 text, and at which byte Go's StdEncoding gave up, if it did. */
export interface DecodedBase64 {
  readonly bytes: Uint8Array
  readonly corruptAt: number | undefined
}

/** Reads base64 as Go's StdEncoding does: line ends may stand anywhere, the whole groups before an error count. */
export function decodeBase64(text: string): DecodedBase64 {
  const good = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
  const input = good ? EMPTY : Buffer.from(text)
  const corruptAt = findCorrupt(input)
  if (corruptAt === undefined) return { bytes: Buffer.from(text, 'base64'), corruptAt }
  const whole = input
    .subarray(0, corruptAt)
    .toString('latin1')
    .replaceAll(/[\r\n]/g, '')
  return { bytes: Buffer.from(whole.slice(0, whole.length - (whole.length % 4)), 'base64'), corruptAt }
}

const EMPTY = new Uint8Array()

function findCorrupt(input: Uint8Array): number | undefined {
  const skipLineEnds = (from: number): number => {
    let at = from
    while (input[at] === 0x0a || input[at] === 0x0d) at++
    return at
  }
  let digits = 0
  for (let at = skipLineEnds(0); at < input.length; at = skipLineEnds(at + 1)) {
    if (isDigit(input[at] ?? 0)) {
      digits = (digits + 1) % 4
      continue
    }
    if (input[at] !== PADDING || digits < 2) return at
    let end = at + 1
    if (digits === 2) {
      end = skipLineEnds(end)
      if (end === input.length) return end
      if (input[end] !== PADDING) return end - 1
      end++
    }
    end = skipLineEnds(end)
    return end < input.length ? end : undefined
  }
  return digits === 0 ? undefined : input.length - digits
}

const PADDING = 0x3d

const isDigit = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x2f && byte <= 0x39) || byte === 0x2b
