import { formatDuration, MILLISECOND } from '../../../go/duration.ts'
import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { authMethodFlags, configOf, KUBERNETES_FLAGS, kubernetesConfigOf } from './auth-method-config.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type AuthMethod, authMethodJson } from './objects.ts'
import { prettyAuthMethod } from './pretty.ts'
import { required } from './required.ts'

/** `miniconsul acl auth-method create`. */
export const command = clientCommand({
  call: 'acl auth-method create -name NAME -type TYPE [options]',
  about: 'Makes an auth method.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...authMethodFlags,
    formatFlag,
    metaFlag,
    { name: 'type', kind: 'string', usage: 'Type of the auth method: jwt.' },
  ],
  async run(context) {
    const { flags, io, client } = context
    const type = required('type', flags.string('type'))
    const name = required('name', flags.string('name'))
    const ttl = flags.milliseconds('max-token-ttl') ?? 0
    const asked = client()
    const config = await configOf(flags, io, {
      both: "Cannot use command line arguments with '-config' flags",
      parsing: 'Error parsing JSON configuration file',
    })
    if (config === undefined && type === 'kubernetes') {
      const missing = KUBERNETES_FLAGS.find(flag => !flags.string(flag))
      if (missing !== undefined) throw new CommandError(`Missing required '-${missing}' flag`)
    }
    const method = {
      Name: name,
      Type: type,
      DisplayName: flags.string('display-name') || undefined,
      Description: flags.string('description') || undefined,
      MaxTokenTTL: ttl === 0 ? undefined : formatDuration(ttl * MILLISECOND),
      TokenLocality: flags.string('token-locality') || undefined,
      Config: config ?? (type === 'kubernetes' ? await kubernetesConfigOf(flags, io) : null),
    }
    const answer = await explain('Failed to create new auth method', asked.put('/v1/acl/auth-method', toJson(method)))
    const made = answer.json<AuthMethod>()
    printAs(context, { pretty: meta => prettyAuthMethod(made, meta), json: () => authMethodJson(made) })
  },
})
