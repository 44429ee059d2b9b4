/** A JSON Schema of the few kinds that the description of the control API uses; any other keyword is an error. */
export type Schema = Readonly<Record<string, unknown>>

type Rule = (wanted: unknown, value: unknown, at: string, schema: Schema) => string[]

const typeOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

const isObject = (value: unknown): value is Record<string, unknown> => typeOf(value) === 'object'

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

const rules: Record<string, Rule> = {
  description: () => [],
  type(wanted, value, at) {
    const types = [wanted].flat()
    const type = typeOf(value)
    return types.includes(type) || (type === 'integer' && types.includes('number'))
      ? []
      : [`${at} is ${type}, not ${types.join(' or ')}`]
  },
  enum: (wanted, value, at) => ((wanted as unknown[]).includes(value) ? [] : [`${at} is ${JSON.stringify(value)}`]),
  const: (wanted, value, at) => (wanted === value ? [] : [`${at} is not ${JSON.stringify(wanted)}`]),
  format(wanted, value, at) {
    if (wanted !== 'date-time') throw new Error(`no format ${String(wanted)}`)
    return typeof value !== 'string' || DATE.test(value) ? [] : [`${at} is no time`]
  },
  items: (wanted, value, at) =>
    Array.isArray(value) ? value.flatMap((item, i) => violations(wanted as Schema, item, `${at}[${i}]`)) : [],
  properties: (wanted, value, at) =>
    isObject(value)
      ? Object.entries(wanted as Record<string, Schema>).flatMap(([name, schema]) =>
          Object.hasOwn(value, name) ? violations(schema, value[name], `${at}.${name}`) : [],
        )
      : [],
  required: (wanted, value, at) =>
    isObject(value)
      ? (wanted as string[]).filter(name => !Object.hasOwn(value, name)).map(name => `${at}.${name} is missing`)
      : [],
  additionalProperties(wanted, value, at, { properties = {} }) {
    if (!isObject(value)) return []
    const others = Object.keys(value).filter(name => !Object.hasOwn(properties as object, name))
    if (wanted === false) return others.map(name => `${at}.${name} is not described`)
    return others.flatMap(name => violations(wanted as Schema, value[name], `${at}.${name}`))
  },
  anyOf(wanted, value, at) {
    const all = (wanted as Schema[]).map(schema => violations(schema, value, at))
    return all.some(found => found.length === 0) ? [] : [`${at}: ${all.map(found => found.join(', ')).join(' | ')}`]
  },
}

/** What of a value does not conform to a schema, each with its place. */
export function violations(schema: Schema, value: unknown, at = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, wanted]) => {
    const rule = rules[keyword]
    if (!rule) throw new Error(`The keyword ${keyword} is not known.`)
    return rule(wanted, value, at, schema)
  })
}
