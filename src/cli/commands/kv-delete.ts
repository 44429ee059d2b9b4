import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import type { Flags } from '../../go/flag.ts'
import { tooMany } from '../output.ts'
import { keyOf, keyPath, kvFlags } from './kv-flags.ts'

/** `miniconsul kv delete`. */
export const command = clientCommand({
  call: 'kv delete [options] KEY_OR_PREFIX',
  about: 'Deletes a key, or all keys below a prefix.',
  flags: [
    ...kvFlags,
    { name: 'cas', kind: 'switch', usage: 'Delete only if the key is as -modify-index says.' },
    { name: 'modify-index', kind: 'uint', usage: 'With -cas: ModifyIndex the key must have.' },
    { name: 'recurse', kind: 'switch', usage: 'Delete all keys that begin so.' },
  ],
  async run(context) {
    const { args, flags } = context
    if (args.length > 1) throw new CommandError(tooMany(1, args.length))
    const key = keyOf(args[0] ?? '')
    const problem = problemOf(key, flags)
    if (problem !== undefined) throw new CommandError(problem)
    if (flags.bool('recurse')) await deleteTree(key, context)
    else if (flags.bool('cas')) await deleteUnchanged(key, context)
    else await deleteKey(key, context)
  },
})

function problemOf(key: string, flags: Flags): string | undefined {
  const index = flags.uint('modify-index') ?? 0n
  if (key === '' && !flags.bool('recurse')) return 'Error! Missing KEY argument'
  // the typing error is the official client's
  if (flags.bool('cas') && index === 0n) {
    return 'Cannot delete a key that does not exist. Provide a -modify-index greater than than 0.'
  }
  if (!flags.bool('cas') && index > 0n) return 'Cannot specify -modify-index without -cas!'
  return flags.bool('cas') && flags.bool('recurse') ? 'Cannot specify both -cas and -recurse!' : undefined
}

async function deleteTree(prefix: string, { client, print }: ClientContext): Promise<void> {
  await explain(`Error! Did not delete prefix ${prefix}`, client().delete(keyPath(prefix), { recurse: true }))
  print(`Success! Deleted keys with prefix: ${prefix}`)
}

async function deleteUnchanged(key: string, { client, flags, print }: ClientContext): Promise<void> {
  const failed = `Error! Did not delete key ${key}`
  const cas = String(flags.uint('modify-index') ?? 0n)
  const answer = await explain(failed, client().delete(keyPath(key), { cas }))
  if (!answer.text().includes('true')) throw new CommandError(`${failed}: CAS failed`)
  print(`Success! Deleted key: ${key}`)
}

async function deleteKey(key: string, { client, print }: ClientContext): Promise<void> {
  await explain(`Error deleting key ${key}`, client().delete(keyPath(key)))
  print(`Success! Deleted key: ${key}`)
}
