import {
  bool,
  type Decoded,
  type Filled,
  omitEmpty,
  pointer,
  raw,
  type Schema,
  string,
  struct,
} from '../../go/decode.ts'
import type { ServiceRegistration } from '../../model/registration.ts'
import { checkTypeSchema, checkTypesSchema, isNoCheck, toCheckDefinition } from './check-definition.ts'
import {
  decoderOf,
  instanceFields,
  localitySchema,
  peerMetaSchema,
  snakeMember,
  tagged,
  weightsSchema,
} from './parts.ts'
import { proxySchema, toProxy } from './proxy.ts'

/** How a service takes part in the mesh; `sidecar` reads the definition of its proxy. */
export const connectWith = <T, G>(sidecar: Schema<T, G>) =>
  struct(
    {
      Native: omitEmpty(bool()),
      SidecarService: omitEmpty(pointer(sidecar)),
      PeerMeta: omitEmpty(pointer(peerMetaSchema)),
    },
    {
      custom: 'lenient',
      name: decoderOf(`SidecarServiceSnake *structs.ServiceDefinition ${tagged('sidecar_service')}`),
      aliases: { sidecar_service: 'SidecarService' },
    },
  )

const definitionWith = <T, G>(sidecar: Schema<T, G>) =>
  struct(
    {
      Kind: omitEmpty(string('structs.ServiceKind')),
      ID: string(),
      Name: string(),
      ...instanceFields,
      Check: checkTypeSchema,
      Checks: checkTypesSchema,
      Weights: pointer(weightsSchema),
      Token: string(),
      EnableTagOverride: bool(),
      Locality: pointer(localitySchema),
      Proxy: pointer(proxySchema),
      Connect: pointer(connectWith(sidecar)),
    },
    {
      unknown: 'reject',
      custom: true,
      name: decoderOf(
        snakeMember('EnableTagOverride', 'bool', 'enable_tag_override'),
        snakeMember('TaggedAddresses', 'map[string]structs.ServiceAddress', 'tagged_addresses'),
      ),
      aliases: { enable_tag_override: 'EnableTagOverride', tagged_addresses: 'TaggedAddresses' },
    },
  )

const sidecarStruct = definitionWith(raw())
export interface SidecarBody extends Decoded<typeof sidecarStruct> {}
export interface FilledSidecar extends Filled<typeof sidecarStruct> {}
const sidecarSchema: Schema<SidecarBody, FilledSidecar> = sidecarStruct

const serviceDefinitionStruct = definitionWith(sidecarSchema)
export interface ServiceDefinitionBody extends Decoded<typeof serviceDefinitionStruct> {}
export interface FilledServiceDefinition extends Filled<typeof serviceDefinitionStruct> {}
/** A service as it is registered with an agent, with a sidecar in it, which is not to have another one. */
export const serviceDefinitionSchema: Schema<ServiceDefinitionBody, FilledServiceDefinition> = serviceDefinitionStruct

const USUAL_WEIGHTS = { Passing: 1, Warning: 1 } as const

/** What is to be registered: the row of the service, its checks (the one before the list), its sidecar. */
export function toServiceRegistration(body: ServiceDefinitionBody): ServiceRegistration {
  const {
    Kind = '',
    Name,
    Weights,
    Check: _check,
    Checks: _checks,
    Token: token,
    Connect: _connect,
    ...fields
  } = serviceDefinitionSchema.fill(body)
  const { Check, Checks = [], Connect } = body
  return {
    row: {
      ...fields,
      Kind,
      Service: Name,
      Weights: Weights ?? USUAL_WEIGHTS,
      Proxy: toProxy(body.Proxy),
      Connect: Connect?.Native === true ? { Native: true } : {},
    },
    checks: (Check && !isNoCheck(Check) ? [Check, ...Checks] : Checks).map(toCheckDefinition),
    sidecar: Connect?.SidecarService && toServiceRegistration(withoutNested(Connect.SidecarService)),
    token,
  }
}

/** A sidecar of a sidecar is refused, whatever it says. */
function withoutNested({ Connect, ...sidecar }: SidecarBody): ServiceDefinitionBody {
  const { SidecarService, ...rest } = Connect ?? {}
  return { ...sidecar, Connect: SidecarService === undefined ? rest : { ...rest, SidecarService: {} } }
}
