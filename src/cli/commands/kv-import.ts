import { posix } from 'node:path'
import type { ConsulClient } from '../../client/client.ts'
import { decodeBase64 } from '../../go/base64.ts'
import { DecodeError, type Decoded, list, string, struct, uint64 } from '../../go/decode.ts'
import { JsonError } from '../../go/json.ts'
import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { FileError, readArgument } from '../data.ts'
import { unmarshal } from '../../go/unmarshal.ts'
import { tooMany } from '../output.ts'
import { keyPath, kvFlags } from './kv-flags.ts'

/** What kv export prints. Of partitions the agent is not told. */
const entry = struct(
  { key: string(), flags: uint64(), value: string(), namespace: string(), partition: string() },
  { name: 'impexp.Entry' },
)
const entries = list(entry, '[]*impexp.Entry')

/** `miniconsul kv import`. */
export const command = clientCommand({
  call: 'kv import [options] [DATA]',
  about:
    'Writes the pairs that kv export printed. DATA is the JSON itself, @FILE for what a file holds, or - for what comes ' +
    'on the standard input.',
  flags: [...kvFlags, { name: 'prefix', kind: 'string', usage: 'Path to put in front of every key.' }],
  async run(context) {
    const { args, io } = context
    const [argument] = args
    if (argument === undefined) throw new CommandError('Error! Missing DATA argument')
    if (args.length > 1) throw new CommandError(`Error! ${tooMany(1, args.length)}`)
    const data = await readData(argument, io)
    const client = context.client()
    const pairs = entriesIn(data)
    for (const pair of pairs) await importPair(pair, client, context)
  },
})

async function readData(argument: string, io: CommandIo): Promise<Uint8Array> {
  if (argument === '') throw new CommandError('Error! Empty DATA argument')
  try {
    return await readArgument(argument, io)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new CommandError(`Error! ${error.message}`, { cause: error })
  }
}

function entriesIn(data: Uint8Array): Decoded<typeof entries> {
  try {
    return unmarshal(entries, data)
  } catch (error) {
    if (!(error instanceof JsonError || error instanceof DecodeError)) throw error
    throw new CommandError(`Cannot unmarshal data: ${error.message}`, { cause: error })
  }
}

async function importPair(
  pair: Decoded<typeof entry>,
  client: ConsulClient,
  { flags, print }: ClientContext,
): Promise<void> {
  const given = pair.key ?? ''
  const { bytes, corruptAt } = decodeBase64(pair.value ?? '')
  if (corruptAt !== undefined) {
    const why = `illegal base64 data at input byte ${corruptAt}`
    throw new CommandError(`Error base 64 decoding value for key ${given}: ${why}`)
  }
  const key = joinKey(flags.string('prefix') ?? '', given)
  const failed = `Error! Failed writing data for key ${key}`
  if (key.startsWith('/')) throw new CommandError(`${failed}: Invalid key. Key must not begin with a '/': ${key}`)
  const number = pair.flags ? String(pair.flags) : undefined
  const query = { flags: number, ...(pair.namespace && { ns: pair.namespace }) }
  await explain(failed, client.put(keyPath(key), bytes, query))
  print(`Imported: ${key}`)
}

/** As paths are joined, `.` and `..` included; a slash at the end stays. */
function joinKey(prefix: string, key: string): string {
  const joined = posix.join(...[prefix, key].filter(part => part !== ''))
  return [prefix, key].every(part => part === '') ? '' : joined
}
