import { anything, camelStruct, list, map, pointer } from '../../../go/mapstructure/containers.ts'
import { duration, string, uint32 } from '../../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../../go/mapstructure/type.ts'
import { multierror } from '../../../go/multierror.ts'
import { defineExtension, listenerTypeProblems, multierrorOf, proxyType, proxyTypeProblems } from './extension.ts'
import { grpcService, grpcServiceProblems } from './target.ts'

const args = camelStruct({
  ProxyType: proxyType,
  ListenerType: string,
  Config: camelStruct({
    LogName: string,
    GrpcService: pointer(grpcService),
    BufferFlushInterval: pointer(duration),
    BufferSizeBytes: uint32,
    FilterStateObjectsToLog: list(string),
    RetryPolicy: pointer(
      camelStruct({
        RetryBackOff: pointer(camelStruct({ BaseInterval: duration, MaxInterval: duration })),
        NumRetries: uint32,
      }),
    ),
    Body: anything,
    Attributes: map(anything),
    ResourceAttributes: map(anything),
  }),
})

/** https://developer.hashicorp.com/consul/docs/connect/proxies/envoy-extensions/configuration/otel-access-logging */
export const otelAccessLogging = defineExtension(args, args => multierrorOf(problems(args)), { prefix: '' })

function problems({ ProxyType, ListenerType, Config: { GrpcService } }: ValueOf<typeof args>): readonly string[] {
  const found = [...proxyTypeProblems(ProxyType), ...listenerTypeProblems(ListenerType)]
  if (!GrpcService) return [...found, 'missing GrpcService']
  const inService = grpcServiceProblems(GrpcService)
  return inService.length > 0 ? [...found, `failed to validate Config.GrpcService: ${multierror(inService)}`] : found
}
