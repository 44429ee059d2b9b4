/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>

/** The schemas that the descriptions of the routes are made of. */

const described = (description: string | undefined): Schema => (description === undefined ? {} : { description })

export const text = (description?: string): Schema => ({ type: 'string', ...described(description) })
export const time = (description?: string): Schema => ({
  type: 'string',
  format: 'date-time',
  ...described(description),
})
export const integer = (description?: string): Schema => ({ type: 'integer', ...described(description) })
export const number = (description?: string): Schema => ({ type: 'number', ...described(description) })
export const flag = (description?: string): Schema => ({ type: 'boolean', ...described(description) })
export const oneOf = (values: readonly string[], description?: string): Schema => ({
  type: 'string',
  enum: values,
  ...described(description),
})
export const nullable = (schema: Schema): Schema => ({ ...schema, type: [schema['type'], 'null'] })
export const list = (items: Schema, description?: string): Schema => ({
  type: 'array',
  items,
  ...described(description),
})
/** Texts by name. */
export const texts = (description?: string): Schema => ({
  type: 'object',
  additionalProperties: { type: 'string' },
  ...described(description),
})
/** Any object. */
export const anyObject = (description?: string): Schema => ({ type: 'object', ...described(description) })
export const anything = (description?: string): Schema => described(description)

/** A schema that others refer to by its name. */
export const named = (title: string, schema: Schema): Schema => ({ title, ...schema })

/** An object with these members and no others; all are required but those that are named as optional. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  { optional = [], description }: { optional?: 'all' | readonly string[]; description?: string } = {},
): Schema {
  const required = optional === 'all' ? [] : Object.keys(properties).filter(name => !optional.includes(name))
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
    ...described(description),
  }
}
