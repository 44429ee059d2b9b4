import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createConsul, type Consul } from '../../src/index.ts'
import { KvModel, type Operation } from './kv-model.ts'

/** Commands in all; `MODEL_COMMANDS=1000000 npx vitest run --project unit test/model` is the long run. */
const COMMANDS = Number(process.env['MODEL_COMMANDS'] ?? 5_000)
const LENGTH = 100

const key = fc.constantFrom('a', 'a/', 'a/b', 'a/bc', 'b', 'ü')
const value = fc.constantFrom('', '1', '2')
/** Which index a condition names: the present one, none, or one that was. */
const which = fc.constantFrom('present', 'none', 'old')
const slot = fc.integer({ min: 0, max: 2 })

/** An operation before it is known which index and which session it names. */
interface Draft {
  readonly verb: Operation['verb']
  readonly key: string
  readonly value?: string
  readonly flags?: number
  readonly which?: 'present' | 'none' | 'old'
  readonly slot?: number
}

const draft: fc.Arbitrary<Draft> = fc.oneof(
  fc.record({ verb: fc.constant('set' as const), key, value, flags: fc.constantFrom(0, 42) }),
  fc.record({ verb: fc.constant('cas' as const), key, value, which }),
  fc.record({ verb: fc.constantFrom('lock' as const, 'unlock' as const), key, value, slot }),
  fc.record({ verb: fc.constantFrom('delete' as const, 'delete-tree' as const, 'get' as const), key }),
  fc.record({ verb: fc.constant('check-not-exists' as const), key }),
  fc.record({ verb: fc.constantFrom('delete-cas' as const, 'check-index' as const), key, which }),
)

function indexOf(model: KvModel, { key, which }: Draft): number {
  if (which === 'none') return 0
  const present = model.keys.get(key)?.modifyIndex ?? 0
  return which === 'present' ? present : Math.max(0, present - 1)
}

const resolve = (draft: Draft, model: KvModel, sessions: readonly (string | undefined)[]): Operation =>
  ({
    ...draft,
    ...(draft.which !== undefined && { index: indexOf(model, draft) }),
    ...(draft.slot !== undefined && { session: sessions[draft.slot] ?? NOBODY }),
  }) as unknown as Operation

const NOBODY = '00000000-1111-2222-3333-444444444444'

type Command =
  | { readonly kind: 'run'; readonly drafts: readonly Draft[] }
  | { readonly kind: 'session'; readonly slot: number; readonly behavior: 'release' | 'delete' }

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: draft.map(draft => ({ kind: 'run' as const, drafts: [draft] })) },
  {
    weight: 2,
    arbitrary: fc.array(draft, { minLength: 2, maxLength: 4 }).map(drafts => ({ kind: 'run' as const, drafts })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(slot, fc.constantFrom('release' as const, 'delete' as const))
      .map(([slot, behavior]) => ({ kind: 'session' as const, slot, behavior })),
  },
)

const toTxn = (operation: Operation): { KV: Record<string, unknown> } => ({
  KV: {
    Verb: operation.verb,
    Key: operation.key,
    ...('value' in operation && { Value: Buffer.from(operation.value).toString('base64') }),
    ...('flags' in operation && { Flags: operation.flags }),
    ...('index' in operation && { Index: operation.index }),
    ...('session' in operation && { Session: operation.session }),
  },
})

/** The keys with all that is known of them, in order. */
const shown = (model: KvModel) =>
  [...model.keys]
    .map(([key, row]) => [key, row.value, row.flags, row.lockIndex, row.session, row.createIndex, row.modifyIndex])
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a as string), Buffer.from(b as string)))

const read = (consul: Consul) =>
  consul.kv
    .list()
    .map(pair => [
      pair.Key,
      Buffer.from(pair.Value ?? '').toString(),
      pair.Flags,
      pair.LockIndex,
      pair.Session,
      pair.CreateIndex,
      pair.ModifyIndex,
    ])

function check(commands: readonly Command[]): void {
  const consul = createConsul()
  const model = new KvModel(consul.index)
  const sessions: (string | undefined)[] = []
  for (const command of commands) {
    const before = consul.index
    if (command.kind === 'session') {
      const old = sessions[command.slot]
      if (old !== undefined) {
        consul.session.destroy(old)
        model.endSession(old)
        delete sessions[command.slot]
      } else {
        const id = consul.session.create({ lockDelay: '0s', behavior: command.behavior })
        model.startSession(id, command.behavior)
        sessions[command.slot] = id
      }
    } else {
      const operations = command.drafts.map(draft => resolve(draft, model, sessions))
      const { Errors } = consul.txn(operations.map(toTxn))
      expect({ operations, done: Errors === null }).toEqual({ operations, done: model.transact(operations) })
    }
    // a transaction that takes back what it did is a commit that changed nothing: it may take an index
    expect([model.index, before + 1]).toContain(consul.index)
    expect(consul.index).toBeGreaterThanOrEqual(model.index)
    model.index = consul.index
    expect(read(consul)).toEqual(shown(model))
  }
}

test(`transactions, locks and conditions of ${COMMANDS} random commands are those of the model`, () => {
  fc.assert(fc.property(fc.array(command, { minLength: 1, maxLength: LENGTH, size: 'max' }), check), {
    numRuns: Math.ceil((2 * COMMANDS) / LENGTH),
  })
}, 3_600_000)
