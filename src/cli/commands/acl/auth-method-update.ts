import { formatDuration, MILLISECOND } from '../../../go/duration.ts'
import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { authMethodFlags, configOf, kubernetesConfigOf } from './auth-method-config.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { authMethodNamed } from './ids.ts'
import { type AuthMethod, authMethodJson } from './objects.ts'
import { prettyAuthMethod } from './pretty.ts'

/** `miniconsul acl auth-method update`. */
export const command = clientCommand({
  call: 'acl auth-method update -name NAME [options]',
  about: 'Changes an auth method; what no flag mentions stays as it is.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...authMethodFlags,
    formatFlag,
    metaFlag,
    { name: 'no-merge', kind: 'switch', usage: 'Replace everything but name and type, also by nothing.' },
  ],
  async run(context) {
    const { flags, io, client } = context
    const name = flags.string('name')
    if (!name) throw new CommandError('Cannot update an auth method without specifying the -name parameter')
    const asked = client()
    const current = await explain('Error when retrieving current auth method', authMethodNamed(asked, name))
    if (!current) throw new CommandError(`Auth method not found with name "${name}"`)
    const before: Partial<AuthMethod> = flags.bool('no-merge') ? {} : current
    const ttl = flags.milliseconds('max-token-ttl') ?? 0
    const config = await configOf(flags, io, {
      both: "Cannot use command line arguments with '-config' flag",
      parsing: 'Error parsing JSON for auth method config',
    })
    const kubernetes = await kubernetesConfigOf(flags, io)
    const method = {
      Name: name,
      Type: current.Type,
      DisplayName: flags.string('display-name') || before.DisplayName,
      Description: flags.string('description') || before.Description,
      MaxTokenTTL: ttl === 0 ? before.MaxTokenTTL : formatDuration(ttl * MILLISECOND),
      TokenLocality: flags.string('token-locality') || before.TokenLocality,
      Config: config ?? (current.Type === 'kubernetes' ? { ...before.Config, ...kubernetes } : (before.Config ?? null)),
    }
    const failed = `Error updating auth method "${name}"`
    const answer = await explain(failed, asked.put(`/v1/acl/auth-method/${name}`, toJson(method)))
    const updated = answer.json<AuthMethod>()
    printAs(context, { pretty: meta => prettyAuthMethod(updated, meta), json: () => authMethodJson(updated) })
  },
})
