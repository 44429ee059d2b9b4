/** Whether one character, given as its code point, fits. */
export type CharTest = (code: number) => boolean

/** A part of a character class: a range, or a group such as `\d` or `\p{Greek}` as the inside of a JavaScript class. */
export type ClassPart =
  { readonly from: number; readonly to: number } | { readonly inside: string; readonly negated: boolean }

const WORD = '0-9A-Za-z_'
const PERL: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r ', w: WORD }
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: WORD,
  xdigit: '0-9A-Fa-f',
}

/** `\d`, `\S` and the like, by their letter. */
export function perlClass(letter: string): ClassPart | undefined {
  const inside = PERL[letter.toLowerCase()]
  return inside === undefined ? undefined : { inside, negated: letter !== letter.toLowerCase() }
}

/** `[:alpha:]` or `[:^alpha:]`, by what stands between the colons. */
export function posixClass(name: string): ClassPart | undefined {
  const negated = name.startsWith('^')
  const plain = negated ? name.slice(1) : name
  return Object.hasOwn(POSIX, plain) ? { inside: POSIX[plain] ?? '', negated } : undefined
}

/** General categories that have more than a name of one or two letters. */
const CATEGORIES = `Letter Cased_Letter Uppercase_Letter Lowercase_Letter Titlecase_Letter Modifier_Letter Other_Letter
  Mark Combining_Mark Nonspacing_Mark Spacing_Mark Enclosing_Mark Number Decimal_Number digit Letter_Number Other_Number
  Punctuation punct Connector_Punctuation Dash_Punctuation Open_Punctuation Close_Punctuation Initial_Punctuation
  Final_Punctuation Other_Punctuation Symbol Math_Symbol Currency_Symbol Modifier_Symbol Other_Symbol Separator
  Space_Separator Line_Separator Paragraph_Separator Other Control cntrl Format Surrogate Private_Use Unassigned`
const SHORT_CATEGORY = /^(?:C[cfnos]?|L[cmlotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/
/** JavaScript takes short names of scripts, too; Go only what stands here or is longer. */
const SHORT_SCRIPTS = new Set('Ahom Cham Han Kawi Lao Lisu Miao Modi Mro Newa Nko Thai Toto Vai Yi'.split(' '))

/** Go looks up names without case and separators, and so finds no script of several words. */
const canonical = (name: string): string => {
  const letters = name.replace(/[-_ ]/g, '').toLowerCase()
  return letters.charAt(0).toUpperCase() + letters.slice(1)
}
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['Any', '\\u{0}-\\u{10ffff}'],
  ['Ascii', '\\x00-\\x7f'],
  ['Assigned', '\\p{Assigned}'],
  ['Lc', '\\p{LC}'],
  ...CATEGORIES.split(/\s+/).map(name => [canonical(name), `\\p{${name}}`] as const),
])

/** `\p{…}` by its name; `negated` for `\P`. */
export function unicodeClass(name: string, negated: boolean): ClassPart | undefined {
  const inverted = name.startsWith('^')
  const inside = propertyOf(canonical(inverted ? name.slice(1) : name))
  return inside === undefined ? undefined : { inside, negated: negated !== inverted }
}

function propertyOf(name: string): string | undefined {
  const known = PROPERTIES.get(name)
  if (known !== undefined) return known
  if (SHORT_CATEGORY.test(name)) return `\\p{${name}}`
  if (!/^[A-Z][a-z]+$/.test(name) || name === 'Unknown' || (name.length <= 4 && !SHORT_SCRIPTS.has(name)))
    return undefined
  const script = `\\p{Script=${name}}`
  return isKnown(script) ? script : undefined
}

function isKnown(property: string): boolean {
  try {
    return new RegExp(property, 'u').unicode
  } catch {
    return false
  }
}

const escape = (code: number): string => `\\u{${code.toString(16)}}`

/** A test for one character; `fold` ignores case. Only ever held against one character, so that nothing backtracks. */
export function classTest(parts: readonly ClassPart[], negated: boolean, fold: boolean): CharTest {
  const flags = fold ? 'iu' : 'u'
  const inside = parts
    .map(part => {
      if ('from' in part) return `${escape(part.from)}-${escape(part.to)}`
      return part.negated ? '' : part.inside
    })
    .join('')
  const within = new RegExp(`^[${inside}]$`, flags)
  const beside = parts.flatMap(part =>
    'inside' in part && part.negated ? [new RegExp(`^[${part.inside}]$`, flags)] : [],
  )
  const test = (code: number): boolean => {
    const char = String.fromCodePoint(code)
    return (within.test(char) || beside.some(other => !other.test(char))) !== negated
  }
  // most text is ASCII: its answers are kept, 0 for not asked yet
  const ascii = new Uint8Array(128)
  return code => {
    if (code >= 128) return test(code)
    ascii[code] ||= test(code) ? 2 : 1
    return ascii[code] === 2
  }
}

/** A test for exactly this character, or for it in any case. */
export function literalTest(code: number, fold: boolean): CharTest {
  if (!fold) return other => other === code
  return classTest([{ from: code, to: code }], false, true)
}

const NEWLINE = 0x0a

/** A dot; with `all` a line break is a character like any other. */
export const dotTest =
  (all: boolean): CharTest =>
  code =>
    all || code !== NEWLINE
