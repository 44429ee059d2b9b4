import type { Json } from '../../conformance/scenario.ts'

const target = { Service: { Name: 'authz', Namespace: '', Partition: '' }, Timeout: '1s' }
const grpc = { Target: { URI: '127.0.0.1:9191' }, Authority: 'a', InitialMetadata: [{ Key: 'k', Value: 'v' }] }
const http = {
  Service: { Target: target, PathPrefix: '/a' },
  PathPrefix: '/a',
  AuthorizationRequest: { AllowedHeaders: [{ Exact: 'x' }], HeadersToAdd: [{ Key: 'k', Value: 'v' }] },
  AuthorizationResponse: { AllowedUpstreamHeaders: [{ Prefix: 'x', IgnoreCase: true }] },
}
const remote = { HttpURI: { Service: { Name: 'files' }, URI: 'https://files/x', Timeout: '1s' }, SHA256: 'ab' }
/** The extensions that are built in, but for the one that entries of all kinds bear, with the arguments that they take. */
export const EXTENSIONS: readonly (readonly [string, Json])[] = [
  [
    'builtin/aws/lambda',
    {
      ARN: 'arn:aws:lambda:us-east-1:1:function:f',
      PayloadPassthrough: true,
      InvocationMode: 'synchronous',
    },
  ],
  [
    'builtin/ext-authz',
    {
      ProxyType: 'connect-proxy',
      InsertOptions: { Location: 'First' },
      Config: { GrpcService: grpc, StatusOnError: 403 },
    },
  ],
  ['builtin/ext-authz', { ListenerType: 'inbound', Config: { HttpService: http, FailureModeAllow: true } }],
  [
    'builtin/otel-access-logging',
    {
      ProxyType: 'connect-proxy',
      ListenerType: 'inbound',
      Config: { LogName: 'l', GrpcService: grpc, Attributes: { a: 'b' } },
    },
  ],
  [
    'builtin/property-override',
    {
      ProxyType: 'connect-proxy',
      Debug: true,
      Patches: [
        {
          ResourceFilter: { ResourceType: 'cluster', TrafficDirection: 'outbound', Services: [{ Name: 'web' }] },
          Op: 'add',
          Path: '/outlier_detection/enforcing_consecutive_5xx',
          Value: 1,
        },
      ],
    },
  ],
  [
    'builtin/wasm',
    {
      Protocol: 'http',
      ListenerType: 'inbound',
      PluginConfig: { Name: 'p', VmConfig: { Code: { Remote: remote } } },
    },
  ],
]
