import { isObject } from '../../lib/equal.ts'
import { VERSION } from '../../version.ts'
import type { Operation, Parameter, TestingRoute } from './operation.ts'
import type { Schema } from './schema.ts'

const ABOUT =
  'What no real Consul can give to tests. Only clients on the same machine are let in. A page in a browser has to come from the agent ' +
  'itself, and to send `X-Miniconsul: 1` when it changes something. Errors are plain text.'

/** The OpenAPI document of the routes. */
export function openApiDocument(routes: readonly TestingRoute[]): object {
  const schemas: Record<string, Schema> = {}
  const paths = Object.fromEntries(routes.map(route => [route.path, pathItem(route)]))
  return {
    openapi: '3.1.0',
    info: { title: 'miniconsul test bench', version: VERSION, description: ABOUT },
    servers: [{ url: '/' }],
    paths: hoisted(paths, schemas),
    components: { schemas },
  }
}

/** Puts every schema with a name into the components, and a reference in its place. */
function hoisted(value: unknown, schemas: Record<string, Schema>): unknown {
  if (Array.isArray(value)) return value.map(item => hoisted(item, schemas))
  if (!isObject(value)) return value
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hoisted(member, schemas)]))
  const { title, ...schema } = members
  if (typeof title !== 'string' || !('type' in schema)) return members
  schemas[title] = schema
  return { $ref: `#/components/schemas/${title}` }
}

function pathItem({ path, operations }: TestingRoute): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const parameters = names.map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  const methods = Object.entries(operations).map(([method, operation]) => [
    method.toLowerCase(),
    describeOperation(operationId(method, path), operation),
  ])
  return { ...(parameters.length > 0 && { parameters }), ...Object.fromEntries(methods) }
}

/** `putFaultsId` of PUT /_miniconsul/faults/{id}. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(word => word !== '' && word !== 'miniconsul')
  return method.toLowerCase() + words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
}

function describeOperation(operationId: string, operation: Operation): object {
  const { summary, description, query = [], body, bodyOptional, answer, refusals = {} } = operation
  return {
    operationId,
    summary,
    ...(description !== undefined && { description }),
    ...(query.length > 0 && { parameters: query.map(describeParameter) }),
    ...(body && { requestBody: { required: bodyOptional !== true, content: contentOf(body) } }),
    responses: {
      200: {
        description: answer.description,
        ...(answer.indexed === true && { headers: { 'X-Consul-Index': INDEX } }),
        content: { [(answer.type ?? 'application/json').split(';')[0] ?? '']: { schema: answer.schema } },
      },
      ...Object.fromEntries(Object.entries(refusals).map(([status, reason]) => [status, refused(reason)])),
      403: refused('The client is not on the same machine, or is a foreign page'),
    },
  }
}

const INDEX = { description: 'What to give as `index` to wait for the next change.', schema: { type: 'integer' } }

const describeParameter = ({ name, description, schema, required }: Parameter): object => ({
  name,
  in: 'query',
  description,
  ...(required === true && { required }),
  schema,
})

const contentOf = (bodies: Readonly<Record<string, Schema>>): object =>
  Object.fromEntries(Object.entries(bodies).map(([type, schema]) => [type, { schema }]))

const refused = (description: string): object => ({
  description,
  content: { 'text/plain': { schema: { type: 'string' } } },
})
