import { camelStruct } from '../../../go/mapstructure/containers.ts'
import { bool, string } from '../../../go/mapstructure/scalars.ts'
import { defineExtension, multierrorOf } from './extension.ts'

const args = camelStruct({ ARN: string, PayloadPassthrough: bool, InvocationMode: string })

/** https://developer.hashicorp.com/consul/docs/connect/proxies/envoy-extensions/usage/lambda */
export const awsLambda = defineExtension(args, ({ ARN }) => multierrorOf(ARN === '' ? ['ARN is required'] : []))
