import fc from 'fast-check'
import type { Json } from '../../conformance/scenario.ts'
import { wrong } from './words.ts'

/** Every place in a value that something can be put into, as the keys that lead to it. */
function placesIn(value: Json, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...at, key]))]
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json, keyAs: (key: string) => string): Json {
  if (key === undefined) return by
  if (Array.isArray(value)) {
    return value.map((item, i) => (String(i) === key ? replaced(item, rest, by, keyAs) : item))
  }
  const members = value as Record<string, Json>
  const entries = Object.entries(members).map(([name, item]): [string, Json] =>
    name === key ? [rest.length === 0 ? keyAs(name) : name, replaced(item, rest, by, keyAs)] : [name, item],
  )
  return Object.fromEntries(entries)
}

const snakeCase = (key: string): string => key.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
const keyAs = fc.oneof(
  { weight: 6, arbitrary: fc.constant((key: string) => key) },
  fc.constantFrom<(key: string) => string>(
    key => key.toLowerCase(),
    snakeCase,
    key => `${key}x`,
  ),
)
const unfit = fc.oneof(wrong, fc.constantFrom(65536, 1e20, '-1s', [null], [[]]))

/** A body with one or two of its values, at any depth, replaced by `by`: what fits no field, if nothing is given. */
export function withUnfit(body: Json, by: fc.Arbitrary<unknown> = unfit): fc.Arbitrary<Json> {
  return fc
    .array(fc.tuple(fc.constantFrom(...placesIn(body)), by, keyAs), { minLength: 1, maxLength: 2 })
    .map(changes =>
      changes.reduce<Json>((value, [at, by, as]) => {
        const there = at.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
        return there === undefined && at.length > 0 ? value : replaced(value, at, by as Json, as)
      }, body),
    )
}
