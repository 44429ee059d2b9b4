// Texts, bytes and values that were damaged, or never made sense.
const BITS = [
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  ':',
  '\0',
  '\xff',
  '%',
  '/',
  '?',
  '0',
  '9',
  '-',
  ', ',
  '"',
  '{',
  '}',
  '[',
  ']',
  '\\',
  '\u20ac',
  '${',
  '(',
  '|',
]

/** Changes a few places of a text of one unit a byte. */
export function mutated(text, random, most = 4) {
  let result = text
  for (let changes = 1 + random.int(most); changes > 0; changes--) {
    const at = random.int(result.length + 1)
    const end = Math.min(at + random.int(12), result.length)
    const [before, part, after] = [result.slice(0, at), result.slice(at, end), result.slice(end)]
    result = random.pick([
      before + after,
      before + part + part + after,
      before + random.pick(BITS) + part + after,
      before + random.pick(BITS) + after,
      before + String.fromCharCode(random.int(256)) + result.slice(at + 1),
      before + part.repeat(1 + random.int(40)) + after,
      before + random.pick(NUMBERS) + after,
    ])
  }
  return result
}

export const NUMBERS = [
  '0',
  '-1',
  '1e400',
  '18446744073709551615',
  '18446744073709551616',
  '-9223372036854775809',
  '0x10',
  '1.5',
  'NaN',
  '4294967296',
]
export const WORDS = [
  '',
  ' ',
  '*',
  'web',
  'api',
  'db',
  'consul',
  'fuzzed',
  'dc1',
  'dc2',
  'a/b',
  '../..',
  'true',
  '10s',
  '-1s',
  '5m',
  'passing',
  'x'.repeat(300),
  '%',
  '\u0000',
  '\ud800',
  '\u00e9\u20ac',
  '<hidden>',
  '__proto__',
  'constructor',
  'toString',
  '${name.full}',
  '${match(1)}',
  '00000000-0000-0000-0000-000000000001',
]

/** A JSON value without any plan. */
export function anyValue(random, depth = 0) {
  const kind = random.int(depth > 4 ? 6 : 8)
  if (kind === 0) return null
  if (kind === 1) return random.chance(1, 2)
  if (kind === 2) return random.pick([0, -1, 1, 2 ** 31, 2 ** 53, 1e308, 0.5, 65536])
  if (kind < 6) return random.pick(WORDS)
  if (kind === 6) return random.times(4, () => anyValue(random, depth + 1))
  return Object.fromEntries(random.times(4, () => [random.pick(WORDS), anyValue(random, depth + 1)]))
}

/** A value like another one, with some of its parts replaced, left out, repeated or nested. */
export function altered(value, random, rate = 6) {
  if (random.chance(1, rate * 3)) return anyValue(random)
  if (typeof value === 'string') return random.chance(1, rate) ? random.pick(WORDS) : value
  if (Array.isArray(value)) {
    const items = value.flatMap(item => (random.chance(1, rate * 2) ? [] : [altered(item, random, rate)]))
    return random.chance(1, rate * 2) ? [...items, ...items, anyValue(random)] : items
  }
  if (typeof value !== 'object' || value === null) return random.chance(1, rate) ? anyValue(random) : value
  const entries = Object.entries(value).flatMap(([name, member]) =>
    random.chance(1, rate * 3)
      ? []
      : [[random.chance(1, rate * 3) ? random.pick(WORDS) : name, altered(member, random, rate)]],
  )
  return Object.fromEntries(entries)
}

/** The text of an altered value, now and then damaged; sometimes nested deeper than a stack goes. */
export function hostileJson(value, random) {
  if (random.chance(1, 200)) return '[{"a":'.repeat(5000 + random.int(50_000))
  const text = JSON.stringify(altered(value, random)) ?? ''
  return random.chance(1, 5) ? mutated(text, random) : text
}
