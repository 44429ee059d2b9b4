import { hidden, omit, type Type } from '../../go/mapstructure/type.ts'
import { map, type StructOf, struct } from '../../go/mapstructure/containers.ts'
import { string, uint64 } from '../../go/mapstructure/scalars.ts'
import type { Sliceable } from '../../lib/slices.ts'
import { StateError } from '../errors.ts'

/** What all kinds have in common. */
export interface EntryFields {
  readonly Name: string
  readonly Meta?: Readonly<Record<string, string>> | null
}

/** A kind of config entry: what it holds, how it is filled in, and what it is refused for. */
export interface Kind<T extends EntryFields = EntryFields> {
  readonly kind: KindName
  readonly type: Type<T>
  /** The name of the entry that a name means, where there is only one; throws StateError for those that mean none. */
  readonly nameOf?: (given: string) => string
  /** Fills in defaults and brings values into one form. */
  readonly normalize: (given: T) => T
  /** The same of an entry that is in the state, where that holds what nobody may give, or in another form. */
  readonly stored?: { readonly type?: Type<T>; readonly normalize?: (stored: T) => T }
  /** Throws StateError with Consul's text. One that takes long for large entries is done in slices. */
  readonly validate: (entry: T) => void | Sliceable<void>
  /** Which right it takes to read and to write: of the service it is named for, of intentions to it, or of the mesh. */
  readonly access: { readonly read: Access; readonly write: Access }
}

export type Access = 'service' | 'intention' | 'mesh' | 'none'

export type KindName =
  | 'service-defaults'
  | 'proxy-defaults'
  | 'service-router'
  | 'service-splitter'
  | 'service-resolver'
  | 'service-intentions'
  | 'ingress-gateway'
  | 'terminating-gateway'
  | 'mesh'
  | 'exported-services'
  | 'sameness-group'
  | 'api-gateway'
  | 'bound-api-gateway'
  | 'http-route'
  | 'tcp-route'
  | 'inline-certificate'
  | 'file-system-certificate'
  | 'jwt-provider'

/** The name of the one entry of proxy defaults. */
export const GLOBAL = 'global'

const META = { Meta: omit(map(string)) }
/** Clients send what they read, so it is taken and ignored. */
export const HASH = {
  Hash: hidden(uint64),
}

type Fields = Readonly<Record<string, Type<unknown>>>

/** A kind's fields, after Kind and Name, with what all have. */
export function entryType<const F extends Fields>(
  fields: F,
): Type<StructOf<{ Kind: Type<string>; Name: Type<string> } & F & typeof META & typeof HASH>> {
  return struct({ Kind: string, Name: string, ...fields, ...META, ...HASH }) as never
}

/** The same, with some members in front and others at the end where it is shown: Go writes some kinds in an order of their own. */
export function inOrder<T>(type: Type<T>, { first = [], last = [] }: Record<string, readonly string[]>): Type<T> {
  return {
    ...type,
    show(value) {
      const shown = type.show(value) as Readonly<Record<string, unknown>>
      const names = new Set([...first, ...Object.keys(shown).filter(name => !last.includes(name)), ...last])
      return Object.fromEntries([...names].filter(name => Object.hasOwn(shown, name)).map(name => [name, shown[name]]))
    },
  }
}

/** A kind with its own types inside, as the table of kinds takes it. */
export function defineKind<T extends EntryFields>(
  kind: Omit<Kind<T>, 'normalize' | 'validate' | 'access'> &
    Partial<Pick<Kind<T>, 'normalize' | 'validate' | 'access'>>,
): Kind<T> {
  return { normalize: entry => entry, validate: () => {}, access: { read: 'mesh', write: 'mesh' }, ...kind }
}

export const OF_SERVICE = { read: 'service', write: 'service' } as const

/** Refuses an entry with a text. */
export function refuseEntry(text: string): never {
  throw new StateError(text)
}

export function requireName({ Name }: EntryFields): void {
  if (Name === '') refuseEntry('Name is required')
}

/** Those of the kinds that stand for a gateway, a route or a certificate. */
export function requireServiceName({ Name }: EntryFields): void {
  if (Name === '') refuseEntry('serviceName is required')
}
