import { toJson } from '../../../go/json.ts'
import { anything } from '../../../go/struct.ts'
import { indentBy } from '../../output.ts'
import {
  type AuthMethod,
  type BindingRule,
  type Links,
  type Meta,
  nameOf,
  type Policy,
  type Role,
  type ServiceIdentity,
  type TemplatedPolicy,
  type Token,
} from './objects.ts'

/** Objects as the official command prints them, line by line. */

/** Names stand in a column of their own. */
export const row = (name: string, value: string | number | boolean, width: number): string =>
  `${`${name}:`.padEnd(width)}${value}`

export const text = (lines: readonly string[]): string => lines.map(line => `${line}\n`).join('')

const indent = (lines: readonly string[]): string[] => lines.map(line => `   ${line}`)

/** Elements of a list, each under its name. */
export const listed = <T>(items: readonly T[], name: (item: T) => string, lines: (item: T) => string[]): string =>
  text(items.flatMap(item => [`${name(item)}:`, ...indent(lines(item))]))

export const hexOf = (hash = ''): string => Buffer.from(hash, 'base64').toString('hex')

/** A time as Go prints it. */
export const timeText = (time: string): string => time.replace('T', ' ').replace('Z', ' +0000 UTC')

export const datacentersText = (datacenters: readonly string[] | undefined): string =>
  datacenters === undefined || datacenters.length === 0 ? 'all' : datacenters.join(', ')

export const serviceIdentityText = ({ ServiceName, Datacenters }: ServiceIdentity): string =>
  `${ServiceName} (Datacenters: ${datacentersText(Datacenters)})`

function metaLines({ Hash, CreateIndex, ModifyIndex }: Meta, width: number): string[] {
  return [
    ...(Hash === undefined ? [] : [row('Hash', hexOf(Hash), width)]),
    row('Create Index', CreateIndex, width),
    row('Modify Index', ModifyIndex, width),
  ]
}

export const templatedPolicyLines = ({ TemplateName, TemplateVariables, Datacenters }: TemplatedPolicy): string[] => {
  const name = TemplateVariables === undefined ? '' : nameOf(TemplateVariables)
  return [TemplateName, ...(name === '' ? [] : [`   Name: ${name}`]), `   Datacenters: ${datacentersText(Datacenters)}`]
}

function linkLines({ Policies, Roles, ServiceIdentities, NodeIdentities, TemplatedPolicies }: Links): string[] {
  const block = <T>(name: string, items: readonly T[] = [], lines: (item: T) => string[]): string[] =>
    items.length === 0 ? [] : [`${name}:`, ...indent(items.flatMap(lines))]
  return [
    ...block('Policies', Policies, ({ ID, Name }) => [`${ID} - ${Name}`]),
    ...block('Roles', Roles, ({ ID, Name }) => [`${ID} - ${Name}`]),
    ...block('Service Identities', ServiceIdentities, identity => [serviceIdentityText(identity)]),
    ...block('Node Identities', NodeIdentities, node => [`${node.NodeName} (Datacenter: ${node.Datacenter})`]),
    ...block('Templated Policies', TemplatedPolicies, templatedPolicyLines),
  ]
}

const TOKEN_WIDTH = 18

/** The head of a token: all but what gives it rights. */
export function tokenLines(token: Token, meta: boolean): string[] {
  const field = (name: string, value: string | number | boolean): string => row(name, value, TOKEN_WIDTH)
  const { AuthMethod, AuthMethodNamespace = '', ExpirationTime } = token
  return [
    field('AccessorID', token.AccessorID),
    field('SecretID', token.SecretID),
    field('Description', token.Description),
    field('Local', token.Local),
    ...(AuthMethod ? [field('Auth Method', `${AuthMethod} (Namespace: ${AuthMethodNamespace})`)] : []),
    field('Create Time', timeText(token.CreateTime)),
    ...(ExpirationTime ? [field('Expiration Time', timeText(ExpirationTime))] : []),
    ...(meta ? metaLines(token, TOKEN_WIDTH) : []),
  ]
}

export const prettyToken = (token: Token, meta: boolean): string =>
  text([...tokenLines(token, meta), ...linkLines(token)])

const WIDTH = 14

/** The fields of a policy but its rules, as lists show them. */
function policyLines(
  { ID, Name, Description, Datacenters, ...policy }: Policy,
  meta: boolean,
  named: boolean,
): string[] {
  return [
    row('ID', ID, WIDTH),
    ...(named ? [row('Name', Name, WIDTH)] : []),
    row('Description', Description, WIDTH),
    row('Datacenters', (Datacenters ?? []).join(', '), WIDTH),
    ...(meta ? metaLines(policy, WIDTH) : []),
  ]
}

export const prettyPolicy = (policy: Policy, meta: boolean): string =>
  `${text([...policyLines(policy, meta, true), 'Rules:'])}${policy.Rules ?? ''}`

export const prettyPolicies = (policies: readonly Policy[], meta: boolean): string =>
  listed(
    policies,
    ({ Name }) => Name,
    policy => policyLines(policy, meta, false),
  )

function roleLines({ ID, Name, Description, ...role }: Role, meta: boolean, named: boolean): string[] {
  return [
    row('ID', ID, WIDTH),
    ...(named ? [row('Name', Name, WIDTH)] : []),
    row('Description', Description, WIDTH),
    ...(meta ? metaLines(role, WIDTH) : []),
    ...linkLines(role),
  ]
}

export const prettyRole = (role: Role, meta: boolean): string => text(roleLines(role, meta, true))

export const prettyRoles = (roles: readonly Role[], meta: boolean): string =>
  listed(
    roles,
    ({ Name }) => Name,
    role => roleLines(role, meta, false),
  )

const METHOD_WIDTH = 15

export function prettyAuthMethod(method: AuthMethod, meta: boolean): string {
  const field = (name: string, value: string): string => row(name, value, METHOD_WIDTH)
  const { Name, Type, DisplayName, Description = '', MaxTokenTTL, TokenLocality, Config = null } = method
  return text([
    field('Name', Name),
    field('Type', Type),
    ...(DisplayName ? [field('DisplayName', DisplayName)] : []),
    field('Description', Description),
    ...(MaxTokenTTL ? [field('MaxTokenTTL', MaxTokenTTL)] : []),
    ...(TokenLocality ? [field('TokenLocality', TokenLocality)] : []),
    ...(meta ? metaLines(method, METHOD_WIDTH) : []),
    'Config:',
  ]).concat(indentBy(toJson(anything(Config), true), '  '))
}

export const prettyAuthMethods = (methods: readonly AuthMethod[], meta: boolean): string =>
  listed(
    methods,
    ({ Name }) => Name,
    method => [
      row('Type', method.Type, WIDTH),
      ...(method.DisplayName ? [row('DisplayName', method.DisplayName, WIDTH)] : []),
      row('Description', method.Description ?? '', WIDTH),
      ...(meta ? metaLines(method, WIDTH) : []),
    ],
  )

/** The official command indents the variables of one rule by another width than those of a list. */
function bindingRuleLines(rule: BindingRule, meta: boolean, variables: string): string[] {
  return [
    row('AuthMethod', rule.AuthMethod, WIDTH),
    row('Description', rule.Description, WIDTH),
    row('BindType', rule.BindType, WIDTH),
    row('BindName', rule.BindName, WIDTH),
    ...(rule.BindVars ? [row('BindVars', '', WIDTH), `${variables}- Name: ${nameOf(rule.BindVars)}`] : []),
    row('Selector', rule.Selector, WIDTH),
    ...(meta ? metaLines(rule, WIDTH) : []),
  ]
}

export const prettyBindingRule = (rule: BindingRule, meta: boolean): string =>
  text([row('ID', rule.ID, WIDTH), ...bindingRuleLines(rule, meta, '     ')])

export const prettyBindingRules = (rules: readonly BindingRule[], meta: boolean): string =>
  listed(
    rules,
    ({ ID }) => ID,
    rule => bindingRuleLines(rule, meta, '   '),
  )
