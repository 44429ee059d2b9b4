import fc from 'fast-check'
import { get, put, some, type Command, type Commands } from './command.ts'
import { mostlyRight } from './words.ts'

const time = fc.constantFrom('72h', '1h', '30m', '0s', '9000h', '219h', '3h', '2160h', 'x', '', 5, '-1h', null)
const config = some({
  LeafCertTTL: time,
  IntermediateCertTTL: time,
  RootCertTTL: time,
  RotationPeriod: fc.constantFrom('2160h', 'x', 7),
  PrivateKeyType: fc.constantFrom('ec', 'EC', 'x', '', 1),
  PrivateKeyBits: fc.constantFrom(256, '256', 0, 1024, 'x'),
  CSRMaxPerSecond: fc.constantFrom(50, '50', 'x', -1),
  CSRMaxConcurrent: fc.constantFrom(0, 1, 'x'),
  RootCert: fc.constantFrom('', 'x'),
  PrivateKey: fc.constantFrom('', 'x'),
  Unknown: fc.constantFrom(1, 'a', { b: [1] }),
  leaf_cert_ttl: time,
  leafcertttl: time,
})
const body = fc
  .record(
    {
      Provider: fc.constantFrom('consul', 'consul', 'consul', 'consul', 'x', '', 'vault', 'aws-pca', 'Consul'),
      Config: config,
      ForceWithoutCrossSigning: fc.boolean(),
      State: fc.constantFrom({}, null, { a: 'b' }),
      CreateIndex: fc.constantFrom(0, 7),
    },
    { requiredKeys: ['Provider', 'Config'] },
  )
  .chain(value => mostlyRight(fc.constant(value)))
const query = fc.constantFrom('', '', '', '?dc=dc1', '?dc=dc9', '?stale', '?index=1&wait=1ms', '?pem=true', '?pem=x')
/** Which certificates these are is chance. */
const look: Partial<Command[0]> = { only: ['status', 'json.Roots.length', 'text'] }

/** The configuration of the certificate authority, and what is read of it. */
export const caCommands: Commands = fc.oneof(
  { weight: 4, arbitrary: body.map(value => put('/v1/connect/ca/configuration', value)) },
  { weight: 4, arbitrary: query.map(of => get(`/v1/connect/ca/configuration${of}`)) },
  fc.constantFrom('', '?dc=dc1', '?dc=dc9').map(of => get(`/v1/connect/ca/roots${of}`, look)),
  fc.constantFrom('web', '', 'WEB', 'a_b', 'a/b').map(of => get(`/v1/agent/connect/ca/leaf/${of}`, look)),
)
