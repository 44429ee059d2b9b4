/** What a value goes into: how it is read weakly, as Go's mapstructure does, and how the result is shown as JSON. */
export interface Type<T> {
  /** The Go type, as errors name it. */
  readonly name: string
  /** What stands where nothing was given. */
  zero(): T
  /** Never called with null. Records errors and continues. */
  read(value: unknown, path: string, notes: Notes): T
  show(value: T): unknown
  /** Whether `omitempty` leaves it out. */
  isEmpty(value: T): boolean
  /** Left out of what is shown when it is empty. */
  readonly omit?: boolean
  /** Read, and never shown. */
  readonly hidden?: boolean
  /** Known by its own name only, not in snake case. */
  readonly onlyCamel?: boolean
  /** A list takes one value as a list of it; anything else takes a list of one value as that value. */
  readonly isList?: boolean
}

/** What a type holds: `type Web = ValueOf<typeof web>`. */
export type ValueOf<T> = T extends Type<infer V> ? V : never

/** The errors so far. */
export interface Notes {
  readonly errors: string[]
  /** Paths of keys that nothing knows. */
  readonly unknown: string[]
  /** A list of one value is a list, whatever is wanted. */
  readonly keepsLists: boolean
  /** Nothing is turned into another type. */
  readonly isStrict?: boolean
}

/** Left out of what is shown when it is empty: `omitempty`. */
export const omit = <T>(type: Type<T>): Type<T> => ({ ...type, omit: true })
/** Taken and never shown. */
export const hidden = <T>(type: Type<T>): Type<T> => ({ ...type, hidden: true })
/** Has no spelling in snake case. */
export const onlyCamel = <T>(type: Type<T>): Type<T> => ({ ...type, onlyCamel: true })

/** Reads a value that may be null; a list of one counts as its element where no list is wanted, unless it is to stay one. */
export function readAs<T>(type: Type<T>, value: unknown, path: string, notes: Notes): T {
  const unwraps = !notes.keepsLists && !type.isList
  const one = unwraps && Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value
  return one === null || one === undefined ? type.zero() : type.read(one, path, notes)
}

/** Go's name for what encoding/json made of a value. */
export function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'string' ? 'string' : 'float64'
}

/** Its reflect.Kind. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice'
  return typeof value === 'object' ? 'map' : goTypeOf(value)
}
