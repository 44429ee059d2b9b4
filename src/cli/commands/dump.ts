import { toJson } from '../../go/json.ts'
import { dumpRemote } from '../../seed/remote-dump.ts'
import { clientCommand, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { indentBy, tooMany } from '../output.ts'
import { seeding, seedRequest } from '../seed-request.ts'

/** `miniconsul dump`. */
export const command = clientCommand({
  call: 'dump [options]',
  about: 'Prints what an agent holds, be it a miniconsul or a Consul, as a seed: what `miniconsul seed` writes.',
  flags: [...clientFlags, { name: 'secrets', kind: 'bool', usage: 'Print the secrets of ACL tokens, too.' }],
  async run({ args, flags, client, print }) {
    if (args.length > 0) throw new CommandError(tooMany(0, args.length))
    const seed = await explain(
      'Error dumping',
      seeding(dumpRemote(seedRequest(client()), { secrets: flags.bool('secrets') })),
    )
    print(indentBy(toJson(seed, true), '  '))
  },
})
