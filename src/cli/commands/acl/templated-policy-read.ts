import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { formatFlag, printAs, unknownTemplateFormat } from './format.ts'
import type { PolicyTemplate } from './objects.ts'
import { row, text } from './pretty.ts'

/** What the variable of a template is, and an example of one. */
const VARIABLES: Readonly<Record<string, { readonly about: string; readonly example: string }>> = {
  'builtin/service': { about: 'The name of the service.', example: 'api' },
  'builtin/node': { about: 'The node name.', example: 'node-1' },
  'builtin/api-gateway': { about: 'The api gateway service name.', example: 'api-gateway' },
}

/** `miniconsul acl templated-policy read`. */
export const command = clientCommand({
  call: 'acl templated-policy read -name NAME [options]',
  about: 'Prints what a templated policy is for and how it is used.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    formatFlag,
    { name: 'meta', kind: 'switch', usage: 'Print the schema of its variables and its rules, too.' },
    { name: 'name', kind: 'string', usage: 'Name of the templated policy.' },
  ],
  async run(context) {
    const { flags, client } = context
    const name = flags.string('name')
    if (!name) throw new CommandError('Must specify the -name parameter')
    const failed = `Error reading templated policy "${name}"`
    const answer = await explain(failed, client().find(`/v1/acl/templated-policy/name/${name}`))
    if (!answer)
      throw new CommandError(`Error reading templated policy: templated policy not found with name "${name}"`)
    const { TemplateName, Schema, Template, Description } = answer.json<PolicyTemplate>()
    const template = { TemplateName, Schema, Template, Description }
    printAs(context, { pretty: meta => pretty(template, meta), json: () => template, unknown: unknownTemplateFormat })
  },
})

const WIDTH = 17

function pretty({ TemplateName: name, Description, Schema, Template }: PolicyTemplate, meta: boolean): string {
  const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined
  const use = `consul acl token create -templated-policy ${name}`
  return text([
    row('Name', name, WIDTH),
    row('Description', Description, WIDTH),
    ...(variable ? ['Input variables:', `\tName: String - Required - ${variable.about}`] : ['Input variables: None']),
    'Example usage:',
    `\t${use}${variable ? ` -var name:${variable.example}` : ''}`,
    ...(meta && Schema !== '' ? ['Schema:', Schema, ''] : []),
    ...(meta ? ['Raw Template:', Template] : []),
  ])
}
