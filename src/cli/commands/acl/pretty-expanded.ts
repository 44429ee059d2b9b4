import { datacentersText, serviceIdentityText, text, tokenLines } from './pretty.ts'
import {
  type ExpandedToken,
  type Links,
  nameOf,
  type NodeIdentity,
  type Policy,
  type Role,
  type ServiceIdentity,
  type TemplatedPolicy,
} from './objects.ts'
import { quoteGo } from '../../../go/quote.ts'

/** A token with the rules that it comes to, as the official command prints it. */
export function prettyExpandedToken(token: ExpandedToken, meta: boolean): string {
  const policies = token.ExpandedPolicies ?? []
  const links = linkLines(token, policies)
  const templated = block('Templated Policies:', token.TemplatedPolicies, item => templatedLines(item, policies))
  const roles = block('Roles:', token.ExpandedRoles ?? [], role => roleLines(role, policies))
  return text([...tokenLines(token, meta), ...links, ...templated, ...roles, ...defaultLines(token)])
}

/** What an agent's configuration adds to any token. */
const defaultLines = ({ ResolvedByAgent, AgentACLDefaultPolicy, AgentACLDownPolicy }: ExpandedToken): string[] => [
  '=== End of Authorizer Layer 0: Token ===',
  '=== Start of Authorizer Layer 2: Agent Configuration Defaults (Inherited) ===',
  'Description: Defined at request-time by the agent that resolves the ACL token; other agents may have different configuration defaults',
  `Resolved By Agent: ${quoteGo(ResolvedByAgent)}`,
  '',
  `Default Policy: ${AgentACLDefaultPolicy}`,
  '\tDescription: Backstop rule used if no preceding layer has a matching rule (refer to default_policy option in agent configuration)',
  '',
  `Down Policy: ${AgentACLDownPolicy}`,
  "\tDescription: Defines what to do if this Token's information cannot be read from the primary_datacenter (refer to down_policy option in agent configuration)",
  '',
]

/** Lines one tab further in under a title; nothing where there is nothing. */
function block<T>(title: string, items: readonly T[] = [], lines: (item: T) => string[]): string[] {
  return items.length === 0 ? [] : [title, ...indented(items.flatMap(lines))]
}

/** The empty line behind rules stays empty. */
const indented = (lines: readonly string[]): string[] => lines.map(line => (line === '' ? '' : `\t${line}`))

/** The description and the rules of a policy; lines of the rules that are empty get their tabs as well. */
const ruleLines = ({ Description, Rules = '' }: Policy): string[] => [
  `Description: ${Description}`,
  'Rules:',
  ...Rules.split('\n').map(line => `\t${line}`),
  '',
]

/** Of what was made of a template, the line break before the first rule is not shown. */
function syntheticLines(policies: readonly Policy[], template: string, begin: string): string[] {
  const description = `synthetic policy generated from templated policy: ${template}`
  const found = policies.find(({ Description, Rules = '' }) => Description === description && Rules.includes(begin))
  return found === undefined ? [] : ruleLines({ ...found, Rules: found.Rules?.trimStart() ?? '' })
}

const policyLines = (policy: Policy): string[] => [
  `Policy Name: ${policy.Name}`,
  ...indented([`ID: ${policy.ID}`, ...ruleLines(policy)]),
]

const serviceLines = (identity: ServiceIdentity, policies: readonly Policy[]): string[] => [
  `Name: ${serviceIdentityText(identity)}`,
  ...indented(syntheticLines(policies, 'builtin/service', `service "${identity.ServiceName}" {`)),
]

const nodeLines = ({ NodeName, Datacenter }: NodeIdentity, policies: readonly Policy[]): string[] => [
  `Name: ${NodeName} (Datacenter: ${Datacenter})`,
  ...indented(syntheticLines(policies, 'builtin/node', `node "${NodeName}" {`)),
]

function templatedLines(item: TemplatedPolicy, policies: readonly Policy[]): string[] {
  const name = nameOf(item.TemplateVariables ?? {})
  return [
    item.TemplateName,
    ...indented([
      ...(name === '' ? [] : [`Name: ${name}`]),
      `Datacenters: ${datacentersText(item.Datacenters)}`,
      ...syntheticLines(policies, item.TemplateName, name === '' ? '' : `"${name}"`),
    ]),
  ]
}

function linkLines(links: Links, policies: readonly Policy[]): string[] {
  const linked = (links.Policies ?? []).flatMap(({ ID }) => policies.find(policy => policy.ID === ID) ?? [])
  return [
    ...block('Policies:', linked, policyLines),
    ...block('Service Identities:', links.ServiceIdentities, identity => serviceLines(identity, policies)),
    ...block('Node Identities:', links.NodeIdentities, identity => nodeLines(identity, policies)),
  ]
}

/** The official command does not show the templated policies of a role. */
const roleLines = (role: Role, policies: readonly Policy[]): string[] => [
  `Role Name: ${role.Name}`,
  ...indented([`ID: ${role.ID}`, `Description: ${role.Description}`, ...linkLines(role, policies)]),
]
