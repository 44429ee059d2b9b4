import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { formatFlag, printAs, unknownTemplateFormat } from './format.ts'
import type { PolicyTemplate } from './objects.ts'
import { text } from './pretty.ts'

/** `miniconsul acl templated-policy list`. */
export const command = clientCommand({
  call: 'acl templated-policy list [options]',
  about: 'Lists the names of the templated policies.',
  flags: [...clientFlags, ...namespaceFlags, formatFlag],
  async run(context) {
    const asking = context.client().get('/v1/acl/templated-policies')
    const answer = await explain('Failed to retrieve the templated policies list', asking)
    const templates = answer.json<Readonly<Record<string, PolicyTemplate>>>()
    const names = Object.keys(templates).toSorted()
    printAs(context, {
      pretty: () => text(names),
      json: () => Object.fromEntries(names.map(name => [name, templates[name]])),
      unknown: unknownTemplateFormat,
    })
  },
})
