import { camelStruct } from '../../../go/mapstructure/containers.ts'
import { string } from '../../../go/mapstructure/scalars.ts'
import { quoteGo } from '../../../go/quote.ts'
import { defineExtension, multierrorOf } from './extension.ts'

const args = camelStruct({ ProxyType: string, Listener: string, Script: string })

/** https://developer.hashicorp.com/consul/docs/connect/proxies/envoy-extensions/usage/lua */
export const lua = defineExtension(args, ({ ProxyType, Listener, Script }) => {
  const found: string[] = []
  if (Script === '') found.push('missing Script value')
  if (!['', 'connect-proxy', 'api-gateway'].includes(ProxyType)) {
    found.push(`unexpected ProxyType ${quoteGo(ProxyType)}`)
  }
  if (!['inbound', 'outbound'].includes(Listener)) found.push(`unexpected Listener ${quoteGo(Listener)}`)
  return multierrorOf(found)
})
