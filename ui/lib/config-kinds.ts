/** A kind of config entries: what it is for, and an entry to begin with. */
export interface ConfigKind {
  readonly about: string
  readonly example: object
}

/** The kinds of the community edition. */
export const CONFIG_KINDS: Readonly<Record<string, ConfigKind>> = {
  'service-defaults': {
    about: 'Protocol, upstreams and limits of a service',
    example: { Name: 'web', Protocol: 'http' },
  },
  'proxy-defaults': {
    about: 'What all proxies have in common',
    example: { Name: 'global', Config: { protocol: 'http' }, MeshGateway: { Mode: 'local' } },
  },
  'service-router': {
    about: 'Leads HTTP requests to services by path, header and method',
    example: {
      Name: 'web',
      Routes: [{ Match: { HTTP: { PathPrefix: '/admin' } }, Destination: { Service: 'admin' } }],
    },
  },
  'service-splitter': {
    about: 'Splits the requests for a service by weight',
    example: {
      Name: 'web',
      Splits: [
        { Weight: 90, ServiceSubset: 'v1' },
        { Weight: 10, ServiceSubset: 'v2' },
      ],
    },
  },
  'service-resolver': {
    about: 'Subsets, redirects and failover of a service',
    example: {
      Name: 'web',
      DefaultSubset: 'v1',
      Subsets: { v1: { Filter: 'Service.Meta.version == v1' }, v2: { Filter: 'Service.Meta.version == v2' } },
    },
  },
  'service-intentions': {
    about: 'Who may call a service',
    example: { Name: 'db', Sources: [{ Name: 'web', Action: 'allow' }] },
  },
  mesh: { about: 'Settings of the whole mesh', example: { TransparentProxy: { MeshDestinationsOnly: true } } },
  'exported-services': {
    about: 'Services that peers may use',
    example: { Name: 'default', Services: [{ Name: 'web', Consumers: [{ Peer: 'cluster-02' }] }] },
  },
  'ingress-gateway': {
    about: 'Takes requests from outside of the mesh',
    example: { Name: 'ingress', Listeners: [{ Port: 8080, Protocol: 'tcp', Services: [{ Name: 'web' }] }] },
  },
  'terminating-gateway': {
    about: 'Leads to services outside of the mesh',
    example: { Name: 'egress', Services: [{ Name: 'billing' }] },
  },
  'api-gateway': {
    about: 'Listeners that routes bind to',
    example: { Name: 'gateway', Listeners: [{ Name: 'http', Port: 8080, Protocol: 'http' }] },
  },
  'http-route': {
    about: 'Leads HTTP requests of an API gateway to services',
    example: {
      Name: 'to-web',
      Parents: [{ Kind: 'api-gateway', Name: 'gateway', SectionName: 'http' }],
      Rules: [{ Services: [{ Name: 'web' }] }],
    },
  },
  'tcp-route': {
    about: 'Leads connections of an API gateway to a service',
    example: { Name: 'to-db', Parents: [{ Kind: 'api-gateway', Name: 'gateway' }], Services: [{ Name: 'db' }] },
  },
  'inline-certificate': {
    about: 'A certificate for an API gateway',
    example: { Name: 'certificate', Certificate: '-----BEGIN CERTIFICATE-----\n…', PrivateKey: '-----BEGIN …' },
  },
  'file-system-certificate': {
    about: 'A certificate for an API gateway, in files of the gateway',
    example: { Name: 'certificate', Certificate: '/etc/certificate.pem', PrivateKey: '/etc/key.pem' },
  },
  'jwt-provider': {
    about: 'Checks JSON web tokens of requests',
    example: { Name: 'okta', Issuer: 'okta', JSONWebKeySet: { Remote: { URI: 'https://localhost/keys' } } },
  },
}
