import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { idOf, policyNamed } from './ids.ts'
import { type Policy, policyJson } from './objects.ts'
import { prettyPolicy } from './pretty.ts'

/** `miniconsul acl policy read`. */
export const command = clientCommand({
  call: 'acl policy read [options]',
  about: 'Prints a policy, which is named by its ID or its name.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    formatFlag,
    { name: 'id', kind: 'string', usage: 'ID of the policy, or the beginning of it.' },
    metaFlag,
    { name: 'name', kind: 'string', usage: 'Name of the policy.' },
  ],
  async run(context) {
    const { flags, client } = context
    const [id, name = ''] = [flags.string('id'), flags.string('name')]
    if (!id && !name) throw new CommandError('Must specify either the -id or -name parameters')
    const asked = client()
    const policy = id ? await withId(id) : await named()
    printAs(context, { pretty: meta => prettyPolicy(policy, meta), json: () => policyJson(policy) })

    async function withId(prefix: string): Promise<Policy> {
      const id = await explain('Error determining policy ID', idOf(asked, 'policy', prefix))
      const answer = await explain(`Error reading policy "id:${id}"`, asked.get(`/v1/acl/policy/${id}`))
      return answer.json<Policy>()
    }

    async function named(): Promise<Policy> {
      const failed = `Error reading policy "name:${name}": Failed to find policy with name ${name}`
      const policy = await explain(failed, policyNamed(asked, name))
      if (policy === undefined) throw new CommandError(`Error policy not found: ${name}`)
      return policy
    }
  },
})
