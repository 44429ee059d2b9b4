import type { ConsulClient } from '../../../client/client.ts'
import type { Flag, Flags } from '../../../go/flag.ts'
import { explain } from '../../client-command.ts'
import { CommandError, type CommandIo } from '../../command.ts'
import { idOf } from './ids.ts'
import type { Link, NodeIdentity, ServiceIdentity, TemplatedPolicy } from './objects.ts'
import { readTemplatedPolicies } from './templated-policy-files.ts'
import { quoteGo } from '../../../go/quote.ts'

/** Flags that say what a token or a role is linked to. */

export const policyFlags: readonly Flag[] = [
  { name: 'policy-id', kind: 'list', usage: 'ID of a policy, or the beginning of one. May be repeated.' },
  { name: 'policy-name', kind: 'list', usage: 'Name of a policy. May be repeated.' },
]

export const roleFlags: readonly Flag[] = [
  { name: 'role-id', kind: 'list', usage: 'ID of a role, or the beginning of one. May be repeated.' },
  { name: 'role-name', kind: 'list', usage: 'Name of a role. May be repeated.' },
]

export const identityFlags: readonly Flag[] = [
  { name: 'node-identity', kind: 'list', usage: 'Identity of a node, NAME:DATACENTER. May be repeated.' },
  {
    name: 'service-identity',
    kind: 'list',
    usage: 'Identity of a service, NAME or NAME:DATACENTER1,DATACENTER2. May be repeated.',
  },
]

export const variableFlag: Flag = {
  name: 'var',
  kind: 'list',
  usage: 'Variable of the templated policy, NAME:VALUE. May be repeated.',
}

/** Flags of a new object: nothing is replaced. */
export const templatedPolicyFlags: readonly Flag[] = [
  { name: 'templated-policy', kind: 'string', usage: 'Name of a templated policy; see -var.' },
  { name: 'templated-policy-file', kind: 'string', usage: 'File with templated policies, in HCL or JSON.' },
  variableFlag,
]

/** Flags of a change. */
export const changedTemplatedPolicyFlags: readonly Flag[] = [
  { name: 'append-templated-policy', kind: 'string', usage: 'Name of a further templated policy; see -var.' },
  { name: 'append-templated-policy-file', kind: 'string', usage: 'File with further templated policies.' },
  { name: 'replace-templated-policy', kind: 'string', usage: 'Name of the one templated policy; see -var.' },
  { name: 'replace-templated-policy-file', kind: 'string', usage: 'File with all templated policies.' },
  variableFlag,
]

/** Names first, as the official command sends them. */
export async function linksOf(
  client: ConsulClient,
  kind: 'policy' | 'role',
  { names, ids }: { readonly names: readonly string[]; readonly ids: readonly string[] },
): Promise<Link[]> {
  const links: Link[] = names.map(Name => ({ Name }))
  // the official command names the ID here, but has none
  for (const id of ids) links.push({ ID: await explain(`Error resolving ${kind} ID `, idOf(client, kind, id)) })
  return links
}

export function serviceIdentitiesOf(texts: readonly string[]): ServiceIdentity[] {
  return texts.map(text => {
    const [ServiceName = '', datacenters, ...more] = text.split(':')
    if (more.length > 0) throw new CommandError(`Malformed -service-identity argument: ${quoteGo(text)}`)
    return datacenters === undefined ? { ServiceName } : { ServiceName, Datacenters: datacenters.split(',') }
  })
}

export function nodeIdentitiesOf(texts: readonly string[]): NodeIdentity[] {
  return texts.map(text => {
    const [NodeName = '', Datacenter, ...more] = text.split(':')
    if (Datacenter === undefined || more.length > 0) {
      throw new CommandError(`Malformed -node-identity argument: ${quoteGo(text)}`)
    }
    return { NodeName, Datacenter }
  })
}

/** The templated policies that two flags name, and a file; `-var` belongs to the one with a name. */
export async function templatedPoliciesOf(
  flags: Flags,
  io: CommandIo,
  { name = '', file = '' }: { readonly name?: string | undefined; readonly file?: string | undefined },
): Promise<TemplatedPolicy[]> {
  const named = name === '' ? [] : [{ TemplateName: name, ...variablesOf(flags) }]
  return file === '' ? named : [...named, ...(await readTemplatedPolicies(file, io))]
}

/** The same for a new object. */
export const newTemplatedPolicies = (flags: Flags, io: CommandIo): Promise<TemplatedPolicy[]> =>
  templatedPoliciesOf(flags, io, {
    name: flags.string('templated-policy'),
    file: flags.string('templated-policy-file'),
  })

/** A new object takes one of both. */
export function refuseNameWithFile(flags: Flags, what: string): void {
  if (!flags.string('templated-policy') || !flags.string('templated-policy-file')) return
  throw new CommandError(
    `Cannot combine the use of templated-policy flag with templated-policy-file. To create a ${what} with a single templated policy and simple use case, use -templated-policy. For multiple templated policies and more complicated use cases, use -templated-policy-file`,
  )
}

type TemplatedPolicies = readonly TemplatedPolicy[]

/** What a change makes of the templated policies there are. `combined` begins the message when flags contradict each other. */
export async function changeOfTemplatedPolicies(
  flags: Flags,
  io: CommandIo,
  combined: string,
): Promise<(current: TemplatedPolicies) => TemplatedPolicies> {
  const [appended, replaced] = (['append', 'replace'] as const).map(how => ({
    name: flags.string(`${how}-templated-policy`),
    file: flags.string(`${how}-templated-policy-file`),
  }))
  const appends = appended?.name || appended?.file
  const replaces = replaced?.name || replaced?.file
  if (appends && replaces) {
    throw new CommandError(
      `Cannot combine the use of ${combined} flags with replace-templated-policy. To set or overwrite existing templated policies, use -replace-templated-policy or -replace-templated-policy-file. To append to existing templated policies, use -append-templated-policy or -append-templated-policy-file.`,
    )
  }
  const given = await templatedPoliciesOf(flags, io, (replaces ? replaced : appended) ?? {})
  return current => (replaces ? given : [...current, ...given])
}

/** The variables that `-var` gives; without any there is no object at all. */
export function variablesOf(flags: Flags): { TemplateVariables?: { Name: string } } {
  const texts = flags.list('var')
  if (texts.length === 0) return {}
  let Name = ''
  for (const text of texts) {
    const [name = '', value, ...more] = text.split(':')
    if (value === undefined || more.length > 0) {
      throw new CommandError(`malformed -var argument: ${quoteGo(text)}, expecting VariableName:Value`)
    }
    if (name.toLowerCase() === 'name') Name = value
  }
  return { TemplateVariables: { Name } }
}
