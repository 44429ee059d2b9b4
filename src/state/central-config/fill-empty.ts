import { isObject } from '../../lib/equal.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * What `own` says, filled up from `central` wherever it says nothing: a member that is missing, zero or empty counts as
 * unsaid, and maps in maps are filled up alike. Members named by `opaque` are structs to Consul, which are taken or left whole.
 */
export function fillEmpty(own: Values, central: Values, opaque?: ReadonlySet<string>): Values {
  const filled: Record<string, unknown> = { ...own }
  for (const [name, value] of Object.entries(central)) {
    if (value === null) continue
    const mine = own[name]
    if (isUnsaid(mine)) filled[name] = value
    else if (isObject(mine) && isObject(value) && opaque?.has(name) !== true) filled[name] = fillEmpty(mine, value)
  }
  return filled
}

/** Whether it is the zero value of its type, or a list or map of nothing. */
export function isUnsaid(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'object') return Object.keys(value).length === 0
  return value === 0 || value === 0n || value === '' || value === false
}

/** The members that say something. */
export const said = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isUnsaid(value)))
