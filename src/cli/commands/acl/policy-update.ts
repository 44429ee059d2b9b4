import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type Policy, policyJson } from './objects.ts'
import { policyFlags, readText } from './policy-flags.ts'
import { policyIdOf, requireIdOrName } from './policy-id.ts'
import { prettyPolicy } from './pretty.ts'

/** `miniconsul acl policy update`. */
export const command = clientCommand({
  call: 'acl policy update [options]',
  about: 'Changes a policy, which is named by its ID or its name; what no flag mentions stays as it is.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...policyFlags,
    formatFlag,
    { name: 'id', kind: 'string', usage: 'ID of the policy, or the beginning of it.' },
    metaFlag,
    { name: 'no-merge', kind: 'switch', usage: 'Replace everything but the ID, also by nothing.' },
  ],
  async run(context) {
    const { flags, io, client } = context
    requireIdOrName(flags)
    const asked = client()
    const id = await policyIdOf(flags, asked)
    const rules = await readText(flags.string('rules') ?? '', io, 'Error loading data source')
    const given = {
      Name: flags.string('name') ?? '',
      Description: flags.string('description') ?? '',
      Datacenters: flags.list('valid-datacenter'),
      Rules: rules,
    }
    const current = flags.bool('no-merge') ? { ID: id, ...given } : { ...(await read()), ...mentioned(given) }
    const failed = `Error updating policy "${id}"`
    const answer = await explain(failed, asked.put(`/v1/acl/policy/${id}`, toJson(current)))
    const policy = answer.json<Policy>()
    printAs(context, { pretty: meta => prettyPolicy(policy, meta), json: () => policyJson(policy) })

    async function read(): Promise<object> {
      const answer = await explain(`Error reading policy "${id}"`, asked.get(`/v1/acl/policy/${id}`))
      return answer.json<Policy>()
    }

    /** The name counts when it is not empty, the others when their flags are there. */
    function mentioned({ Name, Description, Datacenters, Rules }: typeof given): object {
      return {
        ...(Name !== '' && { Name }),
        ...(flags.has('description') && { Description }),
        ...(flags.has('valid-datacenter') && { Datacenters }),
        ...(flags.has('rules') && { Rules }),
      }
    }
  },
})
