import * as Type from 'typebox'
import { jsonSlices } from '../../go/json.ts'
import { slicesOf } from '../../lib/slices.ts'
import { TEXT_TYPE } from '../../http/reply.ts'
import type { Control } from '../control.ts'
import type { ControlApp } from './app.ts'
import { answers, AnyObject, Members } from './schemas.ts'

export const Committed = Members(
  { Index: Type.Integer({ description: 'The index of the commit.' }) },
  { title: 'Committed' },
)

export const Snapshot = Members(
  {
    version: Type.Literal(1),
    index: Type.Integer({ description: 'The index of the last commit.' }),
    tables: AnyObject('The rows of each table.'),
    entries: Type.Unsafe<object>({
      type: 'object',
      additionalProperties: { type: 'integer' },
      description: 'When what last changed.',
    }),
    agent: Members({ services: Type.Array(AnyObject()), checks: Type.Array(AnyObject()) }),
  },
  { title: 'Snapshot' },
)

/** Bytes that are worked through in one go: a quarter of a second on a slow machine. */
const MAX_SEED = 2 * 1024 * 1024
const MAX_SNAPSHOT = 16 * 1024 * 1024

const Seed = Type.Unsafe<string>({ description: 'A seed.' })

export function addStateRoutes(app: ControlApp, { agent, actions }: Control): void {
  const committed = (): Type.Static<typeof Committed> => ({ Index: agent.store.index })
  const answer = 'The index of the commit'

  app.put(
    '/reset',
    {
      schema: {
        summary: 'Goes back to the seed',
        description:
          'By a commit: the index rises, and those who wait for what changed are answered. Nodes that joined are gone, faults and the ' +
          'journal are emptied. The clock stays where it is.',
        response: answers(answer, Committed),
      },
    },
    async () => {
      await actions.reset()
      return committed()
    },
  )

  app.get(
    '/snapshot',
    { schema: { summary: 'The complete state as JSON', response: answers('What PUT takes', Snapshot) } },
    async (_req, reply) => {
      const text = await slicesOf(jsonSlices(actions.snapshot(), agent.settings.dev), () => !reply.raw.destroyed)
      void reply.type('application/json; charset=utf-8')
      return text as never
    },
  )

  app.put(
    '/snapshot',
    {
      bodyLimit: MAX_SNAPSHOT,
      schema: {
        summary: 'Goes back to a snapshot',
        description:
          'As `consul snapshot restore`: rows come back with their indexes, and every blocked query is answered.',
        body: Snapshot,
        response: answers(answer, Committed, { refusals: { 400: 'The body is no snapshot' } }),
      },
    },
    async req => {
      await actions.restore(req.body)
      return committed()
    },
  )

  app.put(
    '/seed',
    {
      config: { textBody: true },
      bodyLimit: MAX_SEED,
      schema: {
        summary: 'Adds what a seed describes',
        description:
          'JSON or YAML: a seed (`kv`, `services`, `checks`, `nodes`, `sessions`, `queries`, `config`, `acl`), what `consul kv export` writes, or ' +
          'definitions of services and checks as in configuration files. HCL where the content type says so. 2 MiB at most; ' +
          '`miniconsul seed` writes larger ones step by step.',
        body: {
          content: {
            'application/json': { schema: Seed },
            'application/yaml': { schema: Seed },
            'application/hcl': { schema: Seed },
          },
        },
        response: answers(answer, Committed, {
          refusals: { 400: 'The seed cannot be read', 500: 'Consul would refuse what is in it' },
        }),
      },
    },
    async req => {
      await actions.seed(textOf(req.body), req.headers['content-type'] ?? '')
      return committed()
    },
  )

  app.get(
    '/dump',
    {
      schema: {
        summary: 'All rows as sorted text',
        description: 'Without indexes and IDs, which differ from run to run, long values cut: for comparing states.',
        response: answers('The state', Type.String(), { type: 'text/plain' }),
      },
    },
    async (_req, reply) => {
      const text = await slicesOf(actions.dump(), () => !reply.raw.destroyed)
      void reply.type(TEXT_TYPE)
      return text as string
    },
  )
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : '')
