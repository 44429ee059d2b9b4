import { DurationError, parseDuration, toMs } from './duration.ts'
import { MAX_INT64, MAX_UINT64, MIN_INT64 } from './integers.ts'
import { boolOf, integerLiteral, ParseError, parseInteger, parseUnsigned } from './strconv.ts'
import { quoteGo } from './quote.ts'

/**
 * What the text behind a flag must be. `list`, `map` (`key=value`) and `pairs` (`key:value`) may be repeated. `bool`, `int`, `unsigned` (a bigint) and `duration` are refused in
 * the words of the parser behind them, `switch`, `integer`, `uint` (a bigint) and `time` as Go's flag package does: `parse error`.
 */
export type FlagKind =
  | 'bool'
  | 'string'
  | 'int'
  | 'duration'
  | 'list'
  | 'map'
  | 'pairs'
  | 'switch'
  | 'integer'
  | 'uint'
  | 'time'
  | 'unsigned'

/** One flag of a command. */
export interface Flag {
  readonly name: string
  readonly kind: FlagKind
  readonly usage: string
  /** Collects into the value of another flag, so that the order of both is preserved. */
  readonly into?: string
  /** Why a text is refused, undefined where it is not. */
  refuses?(text: string): string | undefined
}

export const flag = (name: string, kind: FlagKind, usage: string): Flag => ({ name, kind, usage })

/** A command line that cannot be used; the message is Go's. */
export class FlagError extends Error {
  override readonly name = 'FlagError'
}

type Value = boolean | string | number | bigint | string[]

/** The flags that were given, and the arguments behind them. */
export class Flags {
  readonly #values: ReadonlyMap<string, Value>
  readonly args: readonly string[]

  constructor(values: ReadonlyMap<string, Value>, args: readonly string[]) {
    this.#values = values
    this.args = args
  }

  /** The same with other values for some. */
  with(values: ReadonlyMap<string, Value>): Flags {
    return new Flags(new Map([...this.#values, ...values]), this.args)
  }

  /** All that was given, by the names of the flags. */
  values(): ReadonlyMap<string, Value> {
    return this.#values
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  bool(name: string): boolean {
    return this.#values.get(name) === true
  }

  string(name: string): string | undefined {
    return this.#values.get(name) as string | undefined
  }

  int(name: string): number | undefined {
    return this.#values.get(name) as number | undefined
  }

  uint(name: string): bigint | undefined {
    return this.#values.get(name) as bigint | undefined
  }

  /** A duration in milliseconds. */
  milliseconds(name: string): number | undefined {
    const text = this.string(name)
    return text === undefined ? undefined : toMs(parseDuration(text))
  }

  /** What a repeated flag of `key=value` maps, in order. */
  map(name: string): [key: string, value: string][] {
    return this.list(name).map(text => {
      const equals = text.indexOf('=')
      return [text.slice(0, equals), text.slice(equals + 1)]
    })
  }

  /** Every value of a repeated flag, in order. */
  list(name: string): readonly string[] {
    return (this.#values.get(name) as string[] | undefined) ?? []
  }
}

/** Reads a command line in the syntax of Go's flag package: `-name value`, `-name=value`, one dash or two; `--` ends the flags. Adds to those of `before`. */
export function parseFlags(table: readonly Flag[], argv: readonly string[], before?: Flags): Flags {
  const flags = new Map(table.map(flag => [flag.name, flag]))
  const values = new Map(before?.values())
  let at = 0
  while (at < argv.length) {
    const arg = argv[at] ?? ''
    if (arg.length < 2 || !arg.startsWith('-')) break
    at++
    if (arg === '--') break
    const { name, text } = split(arg)
    const flag = flags.get(name)
    if (!flag) throw new FlagError(`flag provided but not defined: -${name}`)
    if (flag.kind === 'bool' || flag.kind === 'switch') {
      values.set(name, parseBool(flag, text ?? 'true'))
      continue
    }
    const value = text ?? argv[at++]
    if (value === undefined) throw new FlagError(`flag needs an argument: -${name}`)
    store(values, flag, value)
  }
  return new Flags(values, argv.slice(at))
}

/** Whether help is asked for before the flags end. */
export function wantsHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end < 0 ? undefined : end).some(arg => HELP.has(arg))
}

const HELP: ReadonlySet<string> = new Set(['-h', '--h', '-help', '--help'])

function split(arg: string): { name: string; text: string | undefined } {
  const body = arg.slice(arg.startsWith('--') ? 2 : 1)
  if (body === '' || body.startsWith('-') || body.startsWith('=')) throw new FlagError(`bad flag syntax: ${arg}`)
  const equals = body.indexOf('=')
  return equals < 0 ? { name: body, text: undefined } : { name: body.slice(0, equals), text: body.slice(equals + 1) }
}

function store(values: Map<string, Value>, flag: Flag, text: string): void {
  const { name, kind, into = name } = flag
  const why = flag.refuses?.(text)
  if (why !== undefined) throw new FlagError(`invalid value ${quoteGo(text)} for flag -${name}: ${why}`)
  if (kind === 'map' && !text.includes('=')) {
    throw new FlagError(`invalid value ${quoteGo(text)} for flag -${name}: Missing "=" value in argument: ${text}`)
  }
  if (kind === 'list' || kind === 'map' || kind === 'pairs') {
    const list = values.get(into)
    values.set(into, Array.isArray(list) ? [...list, text] : [text])
  } else if (kind === 'int') {
    values.set(name, parseWith(parseInteger, name, text))
  } else if (kind === 'unsigned') {
    values.set(name, parseWith(parseUnsigned, name, text))
  } else if (kind === 'integer' || kind === 'uint') {
    values.set(name, parseNumber(name, text, kind))
  } else {
    if (kind === 'duration' || kind === 'time') checkDuration(name, text, kind)
    values.set(name, text)
  }
}

function parseBool({ name, kind }: Flag, text: string): boolean {
  const value = boolOf(text)
  if (value !== undefined) return value
  const quoted = JSON.stringify(text)
  const why = kind === 'switch' ? 'parse error' : `strconv.ParseBool: parsing ${quoted}: invalid syntax`
  throw new FlagError(`invalid boolean value ${quoted} for -${name}: ${why}`)
}

const LIMITS = { integer: [MIN_INT64, MAX_INT64], uint: [0n, MAX_UINT64] } as const

function parseNumber(name: string, text: string, kind: keyof typeof LIMITS): number | bigint {
  const fail = (why: string): never => {
    throw new FlagError(`invalid value ${quoteGo(text)} for flag -${name}: ${why}`)
  }
  const value = (kind === 'uint' && /^[+-]/.test(text) ? undefined : integerLiteral(text)) ?? fail('parse error')
  const [min, max] = LIMITS[kind]
  if (value < min || value > max) fail('value out of range')
  return kind === 'uint' ? value : Number(value)
}

/** As a parser of strconv reads it, with its text for what it refuses. */
function parseWith<T>(parse: (text: string) => T, name: string, text: string): T {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    throw new FlagError(`invalid value ${quoteGo(text)} for flag -${name}: ${error.message}`)
  }
}

function checkDuration(name: string, text: string, kind: 'duration' | 'time'): void {
  try {
    parseDuration(text)
  } catch (error) {
    if (!(error instanceof DurationError)) throw error
    throw new FlagError(
      `invalid value ${quoteGo(text)} for flag -${name}: ${kind === 'time' ? 'parse error' : error.message}`,
    )
  }
}
