import { toJson } from '../../../go/json.ts'
import type { Flag, Flags } from '../../../go/flag.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { accessorFlag, accessorGiven, oldIdFlag } from './accessor-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { accessorOf } from './ids.ts'
import {
  changeOfTemplatedPolicies,
  changedTemplatedPolicyFlags,
  identityFlags,
  linksOf,
  nodeIdentitiesOf,
  policyFlags,
  roleFlags,
  serviceIdentitiesOf,
} from './link-flags.ts'
import { withLinks, withServices } from './merge-links.ts'
import { sentLinks, type Token, tokenJson } from './objects.ts'
import { prettyToken } from './pretty.ts'

const appended = ({ name, kind, usage }: Flag): Flag => ({
  name: `append-${name}`,
  kind,
  usage: `${usage} It comes to those there are.`,
})

const merged = (what: string): Flag => ({
  name: `merge-${what}`,
  kind: 'switch',
  usage: 'Deprecated: use the flags that begin with append.',
})

const linkFlags = [...policyFlags, ...roleFlags, ...identityFlags]

/** `miniconsul acl token update`. */
export const command = clientCommand({
  call: 'acl token update [options]',
  about:
    'Changes a token, which is named by its accessor ID. Description, policies, roles and templated policies that no flag mentions stay; identities do not.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...linkFlags,
    ...linkFlags.map(appended),
    ...changedTemplatedPolicyFlags,
    ...['policies', 'roles', 'service-identities', 'node-identities'].map(merged),
    accessorFlag,
    { name: 'description', kind: 'string', usage: 'Description of the token.' },
    formatFlag,
    oldIdFlag,
    metaFlag,
  ],
  async run(context) {
    const { flags, io, client } = context
    const prefix = accessorGiven(context, {
      missing: 'Cannot update a token without specifying the -accessor-id parameter',
      deprecated: 'Use the -accessor-id parameter to specify token by Accessor ID',
    })
    const asked = client()
    const accessor = await explain('Error determining token ID', accessorOf(asked, prefix))
    const found = await explain('Error when retrieving current token', asked.get(`/v1/acl/token/${accessor}`))
    const current = found.json<Token>()
    for (const what of ['policies', 'roles']) if (flags.bool(`merge-${what}`)) context.complain(deprecated(what))

    const services = identities(flags, 'service')
    const serviceIdentities = serviceIdentitiesOf(services.texts)
    const nodes = identities(flags, 'node')
    const nodeIdentities = nodeIdentitiesOf(nodes.texts)
    const templated = await changeOfTemplatedPolicies(flags, io, '-append-templated-policy')
    const TemplatedPolicies = templated(current.TemplatedPolicies ?? [])
    const token = {
      ...current,
      Description: flags.string('description') || current.Description,
      Policies: undefined,
      Roles: undefined,
      ServiceIdentities: undefined,
      NodeIdentities: undefined,
      ...sentLinks({
        Policies: await changedLinks('policy', 'policies', current.Policies),
        Roles: await changedLinks('role', 'roles', current.Roles),
        ServiceIdentities: services.keeps
          ? withServices(current.ServiceIdentities, serviceIdentities)
          : serviceIdentities,
        NodeIdentities: nodes.keeps ? [...(current.NodeIdentities ?? []), ...nodeIdentities] : nodeIdentities,
        TemplatedPolicies,
      }),
    }
    const answer = await explain(
      `Failed to update token ${accessor}`,
      asked.put(`/v1/acl/token/${accessor}`, toJson(token)),
    )
    const updated = answer.json<Token>()
    printAs(context, { pretty: meta => prettyToken(updated, meta), json: () => tokenJson(updated) })

    /** Policies or roles: replaced by those given, or added to; without any flag they stay. */
    async function changedLinks(kind: 'policy' | 'role', plural: string, links: Token['Policies'] = []) {
      const given = { names: flags.list(`${kind}-name`), ids: flags.list(`${kind}-id`) }
      const added = { names: flags.list(`append-${kind}-name`), ids: flags.list(`append-${kind}-id`) }
      const [replaces, appends] = [given, added].map(({ names, ids }) => names.length + ids.length > 0)
      if (replaces && appends) {
        throw new CommandError(
          `Cannot combine the use of ${kind}-id/${kind}-name flags with append- variants. To set or overwrite existing ${plural}, use -${kind}-id or -${kind}-name. To append to existing ${plural}, use -append-${kind}-id or -append-${kind}-name.`,
        )
      }
      const named = await linksOf(asked, kind, appends ? added : given)
      return replaces && !flags.bool(`merge-${plural}`) ? named : withLinks(links, named)
    }
  },
})

/** What the flags say of identities, and whether those there are stay. */
function identities(flags: Flags, kind: 'service' | 'node'): { texts: readonly string[]; keeps: boolean } {
  const [given, added] = [flags.list(`${kind}-identity`), flags.list(`append-${kind}-identity`)]
  if (given.length > 0 && added.length > 0) {
    throw new CommandError(
      `Cannot combine the use of ${kind}-identity flag with append-${kind}-identity. To set or overwrite existing ${kind} identities, use -${kind}-identity. To append to existing ${kind} identities, use -append-${kind}-identity.`,
    )
  }
  return { texts: [...given, ...added], keeps: added.length > 0 || flags.bool(`merge-${kind}-identities`) }
}

const deprecated = (what: string): string => {
  const one = what === 'policies' ? 'policy' : 'role'
  return `merge-${what} is deprecated and will be removed in a future Consul version. Use \`append-${one}-name\` or \`append-${one}-id\` instead.`
}
