import { anything, camelStruct, list, pointer } from '../../../go/mapstructure/containers.ts'
import { decodeWeakly } from '../../../go/mapstructure/decode.ts'
import { bool, named, string } from '../../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../../go/mapstructure/type.ts'
import { quoteGo } from '../../../go/quote.ts'
import { defineExtension, multierrorOf, proxyType, serviceName } from './extension.ts'
import { findField, namesOf, RESOURCES, valueProblem } from './property-patch.ts'

const resourceFilter = camelStruct({
  ResourceType: named('propertyoverride.ResourceType'),
  TrafficDirection: named('extensioncommon.TrafficDirection'),
  Services: list(pointer(serviceName)),
})
type ResourceFilter = ValueOf<typeof resourceFilter>

const patch = camelStruct({
  ResourceFilter: resourceFilter,
  Op: named('propertyoverride.Op'),
  Path: string,
  Value: anything,
})
type Patch = ValueOf<typeof patch>

const args = camelStruct({ ProxyType: proxyType, Debug: bool, Patches: list(patch) })

/** https://developer.hashicorp.com/consul/docs/connect/proxies/envoy-extensions/configuration/property-override */
export const propertyOverride = defineExtension(args, problemOf, {
  decode: (type, given) => decodeWeakly(type, given).value,
})

function problemOf({ ProxyType, Debug, Patches }: ValueOf<typeof args>): string | undefined {
  const patches = Patches ?? []
  if (patches.length === 0) return 'at least one patch is required'
  const found = patches.flatMap((one, i) => {
    const problem = patchProblem(one, message => namesOf(message, Debug))
    return problem === undefined ? [] : [`invalid Patches[${i}]: ${problem}`]
  })
  const ofType = oneOf('ProxyType', ProxyType === '' ? 'connect-proxy' : ProxyType, ['connect-proxy'])
  return multierrorOf(ofType === undefined ? found : [...found, ofType])
}

/** Consul names what it supports in another order each time. */
function oneOf(field: string, value: string, supported: readonly string[]): string | undefined {
  if (value === '') return `field ${field} is required`
  if (supported.includes(value)) return undefined
  return `invalid ${field} '${quoteGo(value)}'; supported values: ${supported.join(', ')}`
}

function patchProblem(patch: Patch, names: (message: string) => string): string | undefined {
  const { ResourceFilter, Op, Path, Value } = patch
  const inFilter = filterProblem(ResourceFilter) ?? oneOf('Op', Op, ['add', 'remove'])
  if (inFilter !== undefined) return inFilter
  if (Op === 'remove' && Value !== null) return 'field Value is not supported for remove operation'
  const found = findField(RESOURCES.get(ResourceFilter.ResourceType) ?? '', Path, names)
  if ('problem' in found) return found.problem
  if (Op === 'remove') return undefined
  return Value === null ? NO_VALUE : valueProblem(found.field, Value, names)
}

const NO_VALUE =
  "non-nil Value is required; use an empty map to reset all fields on a message or the 'remove' op to unset fields"

function filterProblem({ ResourceType, TrafficDirection, Services }: ResourceFilter): string | undefined {
  const services = Services ?? []
  if (ResourceType === '' && TrafficDirection === '' && services.length === 0) return 'field ResourceFilter is required'
  const unsupported =
    oneOf('ResourceType', ResourceType, [...RESOURCES.keys()]) ??
    oneOf('TrafficDirection', TrafficDirection, ['inbound', 'outbound'])
  if (unsupported !== undefined) return unsupported
  if (services.length > 0 && TrafficDirection !== 'outbound') {
    return 'patch contains non-empty ResourceFilter.Services but ResourceFilter.TrafficDirection is not "outbound"'
  }
  return services.some(service => !service || service.Name === '') ? 'service name is required' : undefined
}
