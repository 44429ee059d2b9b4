import { clientCommand, explain, type ClientContext } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { elasticTabs } from '../elastic-tabs.ts'
import { tabs, tooMany } from '../output.ts'
import { keyOf, keyPath, kvFlags } from './kv-flags.ts'

interface Pair {
  readonly Key: string
  readonly Value: string | null
  readonly Flags: number | bigint
  readonly Session?: string
  readonly LockIndex: number
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

/** `miniconsul kv get`. */
export const command = clientCommand({
  call: 'kv get [options] [KEY_OR_PREFIX]',
  about: 'Prints the value of a key, or the keys and values below a prefix. A key that does not exist is an error.',
  flags: [
    ...kvFlags,
    { name: 'base64', kind: 'switch', usage: 'Print values as base64.' },
    { name: 'detailed', kind: 'switch', usage: 'Print indexes, flags and the session, too.' },
    {
      name: 'keys',
      kind: 'switch',
      usage: 'List the keys below a prefix up to the separator, or all of them with -recurse.',
    },
    { name: 'recurse', kind: 'switch', usage: 'Print all pairs below a prefix.' },
    { name: 'separator', kind: 'string', usage: 'With -keys: list up to this text only. Default: /.' },
  ],
  async run(context) {
    const { args, flags } = context
    if (args.length > 1) throw new CommandError(tooMany(1, args.length))
    const key = keyOf(args[0] ?? '')
    if (key === '' && !flags.bool('keys') && !flags.bool('recurse'))
      throw new CommandError('Error! Missing KEY argument')
    if (!flags.bool('recurse')) return flags.bool('keys') ? listKeys(key, context) : getPair(key, context)
    return flags.bool('keys') && !flags.bool('detailed') ? listKeys(key, context) : listPairs(key, context)
  },
})

const FAILED = 'Error querying Consul agent'

async function listKeys(prefix: string, { client, flags, print }: ClientContext): Promise<void> {
  const separator = flags.bool('recurse') ? '' : (flags.string('separator') ?? '/')
  const query = { keys: true, separator: separator || undefined } as const
  const found = await explain(FAILED, client().find(keyPath(prefix), query))
  for (const key of found?.json<string[]>() ?? []) print(key)
}

async function listPairs(prefix: string, { client, flags, io }: ClientContext): Promise<void> {
  const found = await explain(FAILED, client().find(keyPath(prefix), { recurse: true }))
  const write = (bytes: Uint8Array): void => void io.stdout.write(bytes)
  for (const [at, pair] of (found?.json<Pair[]>() ?? []).entries()) {
    if (!flags.bool('detailed')) {
      write(Buffer.concat([Buffer.from(`${pair.Key}:`), valueOf(pair, flags.bool('base64')), NEWLINE]))
      continue
    }
    if (at > 0) write(NEWLINE)
    write(flags.bool('keys') ? Buffer.from(`${tabs(properties(pair))}\n\n`) : details(pair, flags.bool('base64')))
  }
}

async function getPair(key: string, { client, flags, io }: ClientContext): Promise<void> {
  const found = await explain(FAILED, client().find(keyPath(key)))
  const [pair] = found?.json<Pair[]>() ?? []
  if (!pair) throw new CommandError(`Error! No key exists at: ${key}`)
  const base64 = flags.bool('base64')
  const bytes = flags.bool('detailed') ? details(pair, base64) : Buffer.concat([valueOf(pair, base64), NEWLINE])
  io.stdout.write(bytes)
}

const NEWLINE = Buffer.from('\n')

/** Values are bytes, whatever they mean. */
const valueOf = ({ Value }: Pair, base64: boolean): Buffer => Buffer.from(Value ?? '', base64 ? 'utf8' : 'base64')

const properties = (pair: Pair): readonly (readonly string[])[] => [
  ['CreateIndex', String(pair.CreateIndex)],
  ['Flags', String(pair.Flags)],
  ['Key', pair.Key],
  ['LockIndex', String(pair.LockIndex)],
  ['ModifyIndex', String(pair.ModifyIndex)],
  ['Session', pair.Session || '-'],
]

function details(pair: Pair, base64: boolean): Buffer {
  const head = properties(pair).map(row => `${row.join('\t')}\n`)
  const text = Buffer.concat([Buffer.from(`${head.join('')}Value\t`), valueOf(pair, base64)])
  return Buffer.concat([elasticTabs(text), NEWLINE])
}
