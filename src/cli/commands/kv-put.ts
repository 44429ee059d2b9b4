import type { Query } from '../../client/url.ts'
import { decodeBase64 } from '../../go/base64.ts'
import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { FileError, readArgument } from '../data.ts'
import type { Flags } from '../../go/flag.ts'
import { tooMany } from '../output.ts'
import { keyPath, kvFlags } from './kv-flags.ts'

/** `miniconsul kv put`. */
export const command = clientCommand({
  call: 'kv put [options] KEY [DATA]',
  about:
    'Writes a value. DATA is the value itself, @FILE for what a file holds, or - for what comes on the standard input; ' +
    'without it the value is empty.',
  flags: [
    ...kvFlags,
    { name: 'acquire', kind: 'switch', usage: 'Lock the key for the session of -session.' },
    { name: 'base64', kind: 'switch', usage: 'DATA is base64.' },
    { name: 'cas', kind: 'switch', usage: 'Write only if the key is as -modify-index says.' },
    { name: 'flags', kind: 'uint', usage: 'A number to keep with the value. Default: 0.' },
    { name: 'modify-index', kind: 'uint', usage: 'With -cas: ModifyIndex the key must have, 0 for a new key.' },
    { name: 'release', kind: 'switch', usage: 'Unlock the key for the session of -session.' },
    { name: 'session', kind: 'string', usage: 'ID of a session, for -acquire and -release.' },
  ],
  async run(context) {
    const { args, flags, io } = context
    const [key] = args
    if (key === undefined) throw new CommandError('Error! Missing KEY argument')
    if (args.length > 2) throw new CommandError(`Error! ${tooMany('1 or 2', args.length)}`)
    const given = await readData(args[1] ?? '', io)
    const data = flags.bool('base64') ? decode(given, context) : given
    if (!flags.string('session') && (flags.bool('acquire') || flags.bool('release'))) {
      throw new CommandError('Error! Missing -session (required with -acquire and -release)')
    }
    await write(key, data, context)
  },
})

async function readData(argument: string, io: CommandIo): Promise<Uint8Array> {
  try {
    return await readArgument(argument, io)
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(`Error! ${error.message}`, { cause: error })
    throw error
  }
}

/** Errors are printed, and what could be read is written, as by the official client. */
function decode(data: Uint8Array, { complain }: ClientContext): Uint8Array {
  const { bytes, corruptAt } = decodeBase64(Buffer.from(data).toString('latin1'))
  if (corruptAt !== undefined) {
    complain(`Error! Cannot base 64 decode data: illegal base64 data at input byte ${corruptAt}`)
  }
  return bytes
}

interface Way {
  readonly query: Query
  readonly done: string
  /** The error when the agent answers `false`. */
  readonly refused?: string
  /** Begins the message of any other error. */
  readonly failed: string
  /** The whole message, where the official client keeps the reason to itself. */
  readonly failure?: string
}

function wayOf(key: string, flags: Flags): Way {
  const session = flags.string('session')
  const index = flags.uint('modify-index') ?? 0n
  const failed = 'Error! Failed writing data'
  if (flags.bool('cas')) {
    const why = index === 0n ? 'CAS performed with index=0 and key already exists.' : 'CAS failed'
    const failed = `Error! Did not write to ${key}`
    return { query: { cas: String(index) }, done: 'Data written to', refused: `${failed}: ${why}`, failed }
  }
  if (flags.bool('acquire')) {
    return { query: { acquire: session }, done: 'Lock acquired on', refused: 'Error! Did not acquire lock', failed }
  }
  if (flags.bool('release')) {
    return {
      query: { release: session },
      done: 'Lock released on',
      refused: 'Error! Did not release lock',
      failed,
      failure: `${failed}: ${key}`,
    }
  }
  return { query: {}, done: 'Data written to', failed }
}

async function write(key: string, data: Uint8Array, { client, flags, print }: ClientContext): Promise<void> {
  const { query, done, refused, failed, failure } = wayOf(key, flags)
  const asked = client()
  if (key.startsWith('/')) throw new CommandError(`${failed}: Invalid key. Key must not begin with a '/': ${key}`)
  const number = flags.uint('flags') || undefined
  const sent = asked.put(keyPath(key), data, { ...query, flags: number?.toString() })
  const answer = await explain(failed, sent, failure === undefined ? undefined : () => failure)
  if (refused !== undefined && !answer.text().includes('true')) throw new CommandError(refused)
  print(`Success! ${done}: ${key}`)
}
