import { toJson } from '../../go/json.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { indentBy, tooMany } from '../output.ts'
import { keyOf, keyPath, kvFlags } from './kv-flags.ts'

interface Pair {
  readonly Key: string
  readonly Value: string | null
  readonly Flags: number | bigint
}

/** `miniconsul kv export`. */
export const command = clientCommand({
  call: 'kv export [options] [KEY_OR_PREFIX]',
  about: 'Prints the pairs below a prefix as JSON, for kv import.',
  flags: kvFlags,
  async run({ args, client, print }) {
    if (args.length > 1) throw new CommandError(tooMany(1, args.length))
    const asked = client().find(keyPath(keyOf(args[0] ?? '')), { recurse: true })
    const found = await explain('Error querying Consul agent', asked)
    const pairs = found?.json<Pair[]>() ?? []
    const entries = pairs.map(({ Key, Flags, Value }) => ({ key: Key, flags: Flags, value: Value ?? '' }))
    print(indentBy(toJson(entries, true), '\t'))
  },
})
