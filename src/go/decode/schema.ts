import { Members } from '../json/members.ts'

/** How a JSON value becomes a typed one, and that one what Go holds. `type` is the Go type that errors name. */
export interface Schema<T, G = T> {
  readonly type: string
  /** What stands for null where there must be something: an element of a list or a map. */
  zero(): T
  /**
   * Never called with null. Records errors in `notes` and continues, as Go does. `into` is what stands there already, because
   * the key is repeated or has a default: structures and maps keep the members that are not given anew.
   */
  read(value: unknown, notes: Notes, into?: T): T
  /** Whether null takes away what stands there already; of other types it changes nothing. */
  readonly isNilable?: boolean
  /** Whether `read` is called with null, too: the type's own decoder does not take it. */
  readonly readsNull?: boolean
  /** The value as Go holds it, and writes it: zero where nothing was given, fields in order, keys of maps sorted. */
  fill(value: T | undefined): G
  /** Whether Go leaves a field of this value out under `omitempty`; never, where there is none. */
  isEmpty?(value: G): boolean
  /** Set by `omitEmpty`. */
  readonly omitsEmpty?: boolean
}

/** The type that a schema gives: `type Session = Decoded<typeof session>`. */
export type Decoded<S> = S extends Schema<infer T, infer _G> ? T : never

/** What Go holds of it: `type Node = Filled<typeof node>`. */
export type Filled<S> = S extends Schema<infer _T, infer G> ? G : never

/** The errors so far. Go reports the first error, except that one of a type with its own decoder wins at once. */
export interface Notes {
  problem: Problem | undefined
  /** From the type's own decoder, which looks at durations when all else was read. */
  late: Problem | undefined
  final: boolean
  /** Unknown fields are passed over: inside a type whose own decoder takes them. */
  readonly lenient: boolean
  /** See `DecodeOptions`. */
  readonly loose: boolean
}

/** How a value is read. */
export interface DecodeOptions {
  /**
   * As configuration files write structures, and options of the library: underscores in names do not count (`service_id` is
   * `ServiceID`), names of `looseAliases` are known, and whole numbers lose what is no part of one.
   */
  readonly loose?: boolean
}

export interface Problem {
  /** The whole message, or what kind of value does not go into `type`. */
  readonly what: string
  readonly type?: string
  path?: string
  struct?: string
  /** The next struct outwards gives its name instead. */
  foreign?: boolean
}

/** A number with a fraction or an exponent, or too big, as it was written. */
export class Inexact {
  readonly literal: string

  constructor(literal: string) {
    this.literal = literal
  }
}

export const isNull = (value: unknown): boolean => value === null || value === undefined

export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Inexact) return 'number'
  return typeof value
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> | Members =>
  kindOf(value) === 'object'

/** The members of an object, one after the other as they were written. */
export const entriesOf = (
  value: Readonly<Record<string, unknown>> | Members,
): readonly (readonly [string, unknown])[] => (value instanceof Members ? value.entries : Object.entries(value))

export const literalOf = (value: unknown): string => (value instanceof Inexact ? value.literal : String(value))

export function refuse<T>(
  notes: Notes,
  value: unknown,
  schema: Pick<Schema<T>, 'type' | 'zero'>,
  what = kindOf(value),
): T {
  notes.problem ??= { what, type: schema.type }
  return schema.zero()
}
