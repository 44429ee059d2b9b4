import { JsonError, parseJson } from '../../go/json.ts'
import type { Control } from '../control.ts'
import { Refusal } from '../../api/refusals.ts'
import { TEXT_TYPE } from '../../http/reply.ts'
import type { Request } from '../../http/request.ts'
import { does, type TestingRoute } from './operation.ts'
import { anyObject, anything, integer, list, named, object, text, texts } from './schema.ts'

const indexed = named('Committed', object({ Index: integer('The index of the commit.') }))

const snapshot = named(
  'Snapshot',
  object({
    version: { const: 1 },
    index: integer('The index of the last commit.'),
    tables: anyObject('The rows of each table.'),
    entries: { type: 'object', additionalProperties: { type: 'integer' }, description: 'When what last changed.' },
    agent: object({ services: list(anyObject()), checks: list(anyObject()) }),
  }),
)

export function stateRoutes({ agent, actions }: Control): readonly TestingRoute[] {
  const index = (): { json: object } => ({ json: { Index: agent.store.index } })
  return [
    {
      path: '/_miniconsul/reset',
      operations: {
        PUT: {
          summary: 'Goes back to the seed',
          description:
            'By a commit: the index rises, and those who wait for what changed are answered. Nodes that joined are gone, faults and the ' +
            'journal are emptied. The clock stays where it is.',
          answer: { description: 'Where the log is now', schema: indexed },
          handler: does(async () => {
            await actions.reset()
            return index()
          }),
        },
      },
    },
    {
      path: '/_miniconsul/snapshot',
      operations: {
        GET: {
          summary: 'The whole state as JSON',
          answer: { description: 'What PUT takes', schema: snapshot },
          handler: does(() => ({ json: actions.snapshot() })),
        },
        PUT: {
          summary: 'Goes back to a snapshot',
          description:
            'As `consul snapshot restore`: rows come back with their indexes, and everybody who waits is answered.',
          body: { 'application/json': snapshot },
          answer: { description: 'Where the log is now', schema: indexed },
          refusals: { 400: 'The body is no snapshot' },
          handler: does(req => {
            actions.restore(jsonOf(req))
            return index()
          }),
        },
      },
    },
    {
      path: '/_miniconsul/seed',
      operations: {
        PUT: {
          summary: 'Adds what a seed describes',
          description:
            'JSON or YAML: a seed (`kv`, `services`, `checks`, `nodes`, `sessions`, `queries`), what `consul kv export` writes, or ' +
            'definitions of services and checks as in configuration files. HCL where the content type says so.',
          body: {
            'application/json': anything(),
            'application/yaml': anything(),
            'application/hcl': texts(),
          },
          answer: { description: 'Where the log is now', schema: indexed },
          refusals: { 400: 'The seed cannot be read', 500: 'Consul would refuse what is in it' },
          handler: does(async req => {
            await actions.seed(req.body.toString('utf8'), req.header('content-type'))
            return index()
          }),
        },
      },
    },
    {
      path: '/_miniconsul/dump',
      operations: {
        GET: {
          summary: 'All rows as sorted text',
          description: 'Without indexes and IDs, which differ from run to run, long values cut: for comparing states.',
          answer: { description: 'The state', type: TEXT_TYPE, schema: text() },
          handler: does(() => ({ bytes: actions.dump(), contentType: TEXT_TYPE })),
        },
      },
    },
  ]
}

function jsonOf(req: Request): unknown {
  try {
    return parseJson(req.body)
  } catch (err) {
    if (err instanceof JsonError) throw new Refusal(400, `Request decode failed: ${err.message}`)
    throw err
  }
}
