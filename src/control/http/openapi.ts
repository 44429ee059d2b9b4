import swagger from '@fastify/swagger'
import fastify, { type FastifyPluginAsync, type FastifySchema } from 'fastify'
import { isObject } from '../../lib/equal.ts'
import { VERSION } from '../../version.ts'
import { PREFIX } from '../prefix.ts'

const ABOUT =
  'What no real Consul can give to tests. Only clients on the same machine are let in. A page in a browser has to come from the agent ' +
  'itself, and to send `X-Miniconsul: 1` when it changes something. Errors are plain text.'

let document: Promise<object> | undefined

/** The OpenAPI document of the control API. It is the same for every emulator. */
export const openApiDocument = (routes: FastifyPluginAsync): Promise<object> => (document ??= describeRoutes(routes))

/** Describes the routes from their schemas: they are added to an app that answers nothing. */
async function describeRoutes(routes: FastifyPluginAsync): Promise<object> {
  const app = fastify({ exposeHeadRoutes: false })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'miniconsul control API', version: VERSION, description: ABOUT },
      servers: [{ url: '/' }],
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: isDescribed(schema)
        ? { ...schema, operationId: operationId(String(route.method), url) }
        : { ...schema, hide: true },
    }),
    transformObject: document => ('openapiObject' in document ? withComponents(document.openapiObject) : {}),
  })
  await app.register(routes, { prefix: PREFIX.slice(0, -1) })
  await app.ready()
  return app.swagger()
}

/** Routes for the methods that a path does not have, and for the document itself, say nothing. */
const isDescribed = (schema: (FastifySchema & { readonly summary?: string }) | undefined): boolean =>
  schema?.summary !== undefined

/** `putFaultsId` of PUT /_miniconsul/faults/:id. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(word => word !== '' && word !== 'miniconsul')
  return method.toLowerCase() + words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
}

/** Moves every schema with a title into the components, with a reference in its place. */
function withComponents(document: object): object {
  const schemas: Record<string, unknown> = {}
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved)
    if (!isObject(value)) return value
    const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, moved(member)]))
    if (isObject(members['requestBody'])) members['requestBody'] = withRequired(members['requestBody'], value)
    const { title, ...schema } = members
    if (typeof title !== 'string' || !('type' in schema)) return members
    schemas[title] = schema
    return { $ref: `#/components/schemas/${title}` }
  }
  return { ...(moved(document) as object), components: { schemas } }
}

/** A body without required members may be left out, which the plugin for fastify does not know of. */
function withRequired(described: object, original: Readonly<Record<string, unknown>>): object {
  const { content } = original['requestBody'] as { readonly content: Readonly<Record<string, { schema: BodySchema }>> }
  const required = Object.values(content).some(({ schema }) => schema.type !== 'object' || 'required' in schema)
  return { ...described, required }
}

interface BodySchema {
  readonly type?: string
  readonly required?: readonly string[]
}
