import { anything, camelStruct, list, map } from '../../../go/mapstructure/containers.ts'
import { string } from '../../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../../go/mapstructure/type.ts'
import { quoteGo } from '../../../go/quote.ts'
import { defineExtension, multierrorOf, proxyType, proxyTypeProblems } from './extension.ts'
import { isRemote, remoteData, remoteDataProblems } from './remote-data.ts'

const vmConfig = camelStruct({
  VmID: string,
  Runtime: string,
  Code: camelStruct({ Local: camelStruct({ Filename: string }), Remote: remoteData }),
  Configuration: string,
  EnvironmentVariables: camelStruct({ HostEnvKeys: list(string), KeyValues: map(string) }),
})

const args = camelStruct({
  ProxyType: proxyType,
  Protocol: string,
  ListenerType: string,
  PluginConfig: camelStruct({
    Name: string,
    RootID: string,
    VmConfig: vmConfig,
    Configuration: string,
    CapabilityRestrictionConfiguration: camelStruct({ AllowedCapabilities: map(anything) }),
  }),
})

/** https://developer.hashicorp.com/consul/docs/connect/proxies/envoy-extensions/configuration/wasm */
export const wasm = defineExtension(args, ({ ProxyType, Protocol, ListenerType, PluginConfig }) => {
  const found: string[] = []
  if (!['tcp', 'http'].includes(Protocol)) {
    found.push(`unsupported Protocol ${quoteGo(Protocol)}, expected "tcp" or "http"`)
  }
  found.push(...proxyTypeProblems(ProxyType))
  if (!['inbound', 'outbound'].includes(ListenerType)) {
    found.push(`unsupported ListenerType ${quoteGo(ListenerType)}, expected "inbound" or "outbound"`)
  }
  found.push(...vmProblems(PluginConfig.VmConfig))
  return multierrorOf(found)
})

const RUNTIMES: ReadonlySet<string> = new Set(['', 'v8', 'wamr', 'wasmtime', 'wavm'])

function vmProblems({ Runtime, Code }: ValueOf<typeof vmConfig>): readonly string[] {
  const found: string[] = []
  if (!RUNTIMES.has(Runtime)) found.push(`unsupported runtime ${quoteGo(Runtime)}`)
  const isLocal = Code.Local.Filename !== ''
  if (isLocal === isRemote(Code.Remote))
    found.push('VmConfig.Code must provide exactly one of Local or Remote data source')
  return isLocal ? found : [...found, ...remoteDataProblems(Code.Remote)]
}
