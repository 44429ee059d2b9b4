import { types } from 'node:util'
import { isObject } from './equal.ts'
import { nearest } from './nearest.ts'
import { isIP } from './ip.ts'

/** What a value may be: for options and arguments that come from code without types. */
export interface Kind {
  /** In words, after "has to be". */
  readonly expected: string
  /** Of an object: what each of its members may be. */
  readonly members?: Members
  /** What is wrong with a value, in words that name its place; undefined where nothing is. */
  problem(value: unknown, place: string): string | undefined
}

export type Members = Readonly<Record<string, Kind>>

export const kind = (expected: string, is: (value: unknown) => boolean): Kind => ({
  expected,
  problem: (value, place) => (is(value) ? undefined : unlike(place, expected, value)),
})

const unlike = (place: string, expected: string, value: unknown): string =>
  `${place} has to be ${expected}, not ${shown(value)}`

export const anything = kind('anything', () => true)
export const text = kind('a text', value => typeof value === 'string')
export const flag = kind('true or false', value => typeof value === 'boolean')
export const func = kind('a function', value => typeof value === 'function')
export const bytes = kind('bytes', value => types.isUint8Array(value))
export const object = kind('an object', value => isObject(value) && !isPromise(value))
export const address = kind('an IP address such as 127.0.0.1', value => typeof value === 'string' && isIP(value) > 0)

export const whole = (expected: string, min = 0, max = Number.MAX_SAFE_INTEGER): Kind =>
  kind(expected, value => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)

export const port = whole('a port from 0 to 65535', 0, 65_535)

export const oneOf = (...values: readonly unknown[]): Kind =>
  kind(`one of ${values.map(shown).join(', ')}`, value => values.includes(value))

/** An object that has these methods. */
export const withMethods = (expected: string, ...names: readonly string[]): Kind =>
  kind(
    expected,
    value =>
      typeof value === 'object' &&
      value !== null &&
      names.every(name => typeof Reflect.get(value, name) === 'function'),
  )

export const listOf = (item: Kind, expected: string): Kind => ({
  expected,
  problem: (value, place) =>
    Array.isArray(value)
      ? firstOf(value.entries(), ([at, one]) => item.problem(one, `${place}[${at}]`))
      : unlike(place, expected, value),
})

export const mapOf = (item: Kind, expected: string): Kind => ({
  expected,
  problem: (value, place) =>
    isObject(value) && !isPromise(value)
      ? firstOf(Object.entries(value), ([name, one]) => item.problem(one, `${place}.${name}`))
      : unlike(place, expected, value),
})

/** One of several kinds. What is wrong with an object is told as the kind of objects among them tells it. */
export function either(...kinds: readonly Kind[]): Kind {
  const expected = kinds.map(one => one.expected).join(' or ')
  const ofObjects = kinds.find(one => one.members)
  return {
    expected,
    ...(ofObjects?.members && { members: ofObjects.members }),
    problem(value, place) {
      if (kinds.some(one => one.problem(value, place) === undefined)) return undefined
      return ofObjects && isObject(value) ? ofObjects.problem(value, place) : unlike(place, expected, value)
    },
  }
}

interface MembersOptions {
  /** What a member is called. */
  readonly noun?: string
  readonly needs?: readonly string[]
  /** What members are called elsewhere, and which are meant. */
  readonly aliases?: Readonly<Record<string, string>>
}

/** An object with these members, all of which may be left out but those it `needs`, and no others. */
export function members(
  expected: string,
  known: Members,
  { noun = '', needs = [], aliases = {} }: MembersOptions = {},
): Kind {
  return {
    expected,
    members: known,
    problem(value, place) {
      if (!isObject(value) || isPromise(value)) return unlike(place, expected, value)
      const inside = (name: string): string => (place === WHOLE ? name : `${place}.${name}`)
      return (
        firstOf(Object.entries(value), ([name, one]) => {
          if (!Object.hasOwn(known, name)) return unknownMember(name, place, { noun, known, aliases })
          return one === undefined ? undefined : known[name]?.problem(one, inside(name))
        }) ??
        firstOf(needs, name =>
          value[name] === undefined ? `${inside(name)} is missing: it has to be ${known[name]?.expected}` : undefined,
        )
      )
    },
  }
}

/** The place of what is not part of anything else. */
export const WHOLE = 'what is given'

function unknownMember(
  name: string,
  place: string,
  { noun, known, aliases }: Required<Omit<MembersOptions, 'needs'>> & { readonly known: Members },
): string {
  const subject = `there is no ${noun}${noun === '' ? '' : ' '}'${name}'${place === WHOLE ? '' : ` in ${place}`}`
  if (Object.hasOwn(aliases, name)) return `${subject}: did you mean ${aliases[name]}?`
  const near = nearest(name, Object.keys(known))
  if (near !== undefined) return `${subject}: did you mean '${near}'?`
  const deeper = Object.keys(known).filter(outer => Object.hasOwn(known[outer]?.members ?? {}, name))
  if (deeper.length > 0) return `${subject}: did you mean ${deeper.map(outer => `'${outer}.${name}'`).join(' or ')}?`
  return `${subject}, only ${Object.keys(known).join(', ')}`
}

function firstOf<T>(items: Iterable<T>, problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Whether a value is a promise that was not awaited. */
export const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

const MAX_SHOWN = 60

/** A value in a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    const quoted = JSON.stringify(value)
    return quoted.length > MAX_SHOWN ? `${quoted.slice(0, MAX_SHOWN)}…` : quoted
  }
  if (isPromise(value)) return 'a promise (await it first)'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
