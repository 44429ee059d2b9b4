import type { FastifySchema } from 'fastify'
import * as Type from 'typebox'

/** An object with these members and no others. */
export const Members = <P extends Type.TProperties>(
  properties: P,
  options: { readonly title?: string; readonly description?: string } = {},
) => Type.Object(properties, { ...options, additionalProperties: false as const })

/** Strings by name. */
export const Strings = (description?: string) =>
  Type.Unsafe<Record<string, string>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    ...(description !== undefined && { description }),
  })

export const OneOf = <const V extends string>(values: readonly V[], description?: string) =>
  Type.Unsafe<V>({ type: 'string', enum: values, ...(description !== undefined && { description }) })

export const Nullable = <S extends Type.TSchema>(schema: S) =>
  Type.Unsafe<Type.Static<S> | null>({ ...schema, type: [Reflect.get(schema, 'type'), 'null'] })

export const Time = (description: string) => Type.String({ format: 'date-time', description })

/** An object of any members. */
export const AnyObject = (description?: string) =>
  Type.Unsafe<Record<string, unknown>>({ type: 'object', ...(description !== undefined && { description }) })

/** What a change answers that has nothing to tell. */
export const Done = Type.Unsafe<true>({ const: true })

/** The path parameter of most routes that have one. */
export const byName = <N extends string>(name: N) =>
  Type.Object({ [name]: Type.String() } as { [K in N]: Type.TString })

/** Query parameters of every list that can be waited for. */
export const blockingParameters = {
  index: Type.Optional(Type.Integer({ minimum: 0, description: 'Answer once the index differs from this one.' })),
  wait: Type.Optional(Type.String({ description: 'How long to wait at most, as `10s`; default 5m.' })),
}

const Index = Type.Integer({ description: 'The `index` that waits for the next change.' })

/** The answers of a route by status: 200 with its schema, and every refusal as plain text. */
export function answers<S extends Type.TSchema>(
  description: string,
  schema: S,
  {
    refusals = {},
    indexed = false,
    type = 'application/json',
  }: {
    readonly refusals?: Readonly<Record<number, string>>
    /** It carries `X-Consul-Index`. */
    readonly indexed?: boolean
    readonly type?: string
  } = {},
) {
  const refused = { ...refusals, 403: 'The client is not on the same machine, or is a foreign page' }
  return {
    ...(Object.fromEntries(
      Object.entries(refused).map(([status, reason]) => [
        status,
        { description: reason, content: { 'text/plain': { schema: Type.String() } } },
      ]),
    ) as object),
    200: {
      description,
      ...(indexed && { headers: { 'X-Consul-Index': Index } }),
      content: { [type]: { schema } },
    },
  } satisfies FastifySchema['response']
}
