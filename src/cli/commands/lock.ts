import type { ConsulClient } from '../../client/client.ts'
import type { Holder } from '../../client/locks/holder.ts'
import { Lock } from '../../client/locks/lock.ts'
import { joinPath, Semaphore } from '../../client/locks/semaphore.ts'
import { clientCommand, type ClientContext, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import type { Flag, Flags } from '../../go/flag.ts'
import { LockRun } from '../lock-run.ts'
import { shellFlag } from '../shell-command.ts'

const flags: readonly Flag[] = [
  ...clientFlags,
  { name: 'child-exit-code', kind: 'switch', usage: 'Exit with 2 when the child failed.' },
  { name: 'monitor-retry', kind: 'integer', usage: 'Failed looks after the lock to ride out. Default: 3.' },
  { name: 'n', kind: 'integer', usage: 'How many can hold it at a time; above 1 it is a semaphore. Default: 1.' },
  { name: 'name', kind: 'string', usage: 'Name of the session. Default: one that names the child.' },
  { name: 'pass-stdin', kind: 'switch', usage: 'Let the child read our input.' },
  { name: 'timeout', kind: 'time', usage: 'How long to wait for the lock at most. Default: for ever.' },
  { name: 'try', kind: 'time', usage: 'The same, by its old name.' },
  { name: 'verbose', kind: 'switch', usage: 'Print what happens.' },
  shellFlag,
]

/** `miniconsul lock`. */
export const command = clientCommand({
  call: 'lock [options] prefix child...',
  about:
    'Runs a child while a lock below the prefix is held. When the lock is lost the child is ended. The child finds ' +
    'CONSUL_LOCK_HELD in its environment.',
  flags,
  async run(context) {
    const { flags, args } = context
    if (args.length < 2) throw new CommandError('Key prefix and child command must be specified')
    const limit = flags.int('n') ?? 1
    if (limit <= 0) throw new CommandError('Lock holder limit must be positive')
    const tryFor = timeoutOf(flags)
    const monitorRetries = flags.int('monitor-retry') ?? DEFAULT_RETRIES
    if (monitorRetries < 0) throw new CommandError("Number for 'monitor-retry' must be >= 0")
    const client = context.client()
    const told = await explain('Error querying Consul agent', client.get('/v1/agent/self'))
    told.json()
    const holder = createHolder(context, client, { limit, tryFor, monitorRetries })
    return new LockRun(holder, context, tryFor !== undefined).run()
  },
})

const DEFAULT_RETRIES = 3

/** Milliseconds; undefined for no limit. */
function timeoutOf(flags: Flags): number | undefined {
  const given = ['timeout', 'try'].map(name => flags.milliseconds(name) ?? 0)
  if (given.some(ms => ms < 0)) throw new CommandError('Timeout must be positive')
  return given.find(ms => ms > 0)
}

interface HolderOptions {
  readonly limit: number
  readonly tryFor: number | undefined
  readonly monitorRetries: number
}

function createHolder(
  { args: [path = '', ...child], io, flags, print }: ClientContext,
  client: ConsulClient,
  { limit, tryFor, monitorRetries }: HolderOptions,
): Holder {
  const prefix = path.replace(/^\//, '')
  const name = flags.string('name') || `Consul lock for '${child.join(' ')}' at '${path}'`
  const parts = { client, clock: io.clock, name, monitorRetries, tryFor }
  const verbose = flags.bool('verbose')
  if (limit === 1) {
    const key = joinPath(prefix, '.lock')
    if (verbose) print(`Setting up lock at path: ${key}`)
    return new Lock(key, parts)
  }
  if (verbose) print(`Setting up semaphore (limit ${limit}) at prefix: ${prefix}`)
  if (prefix === '') throw new CommandError('Lock setup failed: missing prefix')
  return new Semaphore(prefix, limit, parts)
}
