import { isObject } from '../../lib/equal.ts'
import type { Access, Authorizer, Resource } from '../../state/acl/authorizer.ts'
import { demand } from './permission.ts'
import { isChainKind } from '../../state/config-entries/chain-kinds.ts'

/** The right to one kind of config entry: by the entry's name, or to all of them. */
interface Right {
  readonly resource: Resource
  readonly named: boolean
}

const SERVICE: Right = { resource: 'service', named: true }
const INTENTION: Right = { resource: 'intention', named: true }
const MESH: Right = { resource: 'mesh', named: false }

/** Kinds that are written with a right of their own; all others with that to the mesh. */
const WRITE: Readonly<Record<string, Right>> = {
  'service-defaults': SERVICE,
  'service-resolver': SERVICE,
  'service-router': SERVICE,
  'service-splitter': SERVICE,
  'service-intentions': INTENTION,
}

/** Undefined: every token may read it. */
const READ: Readonly<Record<string, Right | undefined>> = {
  ...WRITE,
  'api-gateway': SERVICE,
  'bound-api-gateway': SERVICE,
  'ingress-gateway': SERVICE,
  'terminating-gateway': SERVICE,
  mesh: undefined,
  'proxy-defaults': undefined,
  'sameness-group': undefined,
}

const readRight = (kind: string): Right | undefined => (Object.hasOwn(READ, kind) ? READ[kind] : MESH)

function demandRight(authorizer: Authorizer, right: Right | undefined, access: Access, name: string): void {
  if (right) demand(authorizer, right.resource, access, right.named ? name : '')
}

export function demandEntryRead(authorizer: Authorizer, kind: string, name: string): void {
  demandRight(authorizer, readRight(kind), 'read', name)
}

export function seesEntry(
  authorizer: Authorizer,
  { Kind, Name }: { readonly Kind: string; readonly Name: string },
): boolean {
  const right = readRight(Kind)
  return right === undefined || authorizer.allows(right.resource, 'read', right.named ? Name : '')
}

/** Where requests are led elsewhere, the services there must be readable. */
export function demandEntryWrite(authorizer: Authorizer, kind: string, name: string, fields: object = {}): void {
  demandRight(authorizer, Object.hasOwn(WRITE, kind) ? WRITE[kind] : MESH, 'write', name)
  if (authorizer.allowsAll || !isChainKind(kind)) return
  const targets = new Set<string>()
  addTargets(fields, targets)
  targets.delete(name)
  for (const service of targets) demand(authorizer, 'service', 'read', service)
}

/** The services that a routing entry names, wherever they stand in it. */
function addTargets(value: unknown, targets: Set<string>): void {
  if (Array.isArray(value)) for (const item of value as unknown[]) addTargets(item, targets)
  else if (isObject(value)) {
    for (const key in value) {
      const member = value[key]
      if (key === 'Service' && typeof member === 'string' && member !== '') targets.add(member)
      else addTargets(member, targets)
    }
  }
}
