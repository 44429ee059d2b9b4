import fc from 'fast-check'
import { get, put, some, type Commands } from './command.ts'
import { checkId, mostlyRight, readQuery, service, status, tag } from './words.ts'

const check = some({
  CheckID: checkId,
  Name: fc.constantFrom('check', ''),
  TTL: fc.constantFrom('60s', '0s', 'x', ''),
  HTTP: fc.constantFrom('http://127.0.0.1:1/', ''),
  TCP: fc.constantFrom('127.0.0.1:1', ''),
  // the first run comes at a random time within it
  Interval: fc.constantFrom('6000s', '0s', 'x'),
  Timeout: fc.constantFrom('1s', ''),
  Status: status,
  Notes: fc.constantFrom('', 'note'),
  AliasService: fc.constantFrom('web', ''),
  DeregisterCriticalServiceAfter: fc.constantFrom('', '10m'),
  SuccessBeforePassing: fc.constantFrom(0, 2, -1),
})
const definition = some({
  ID: fc.constantFrom('web', 'web-1', 'db', ''),
  Name: service,
  Tags: fc.oneof(fc.array(tag, { maxLength: 2 }), fc.constant(null)),
  Port: fc.constantFrom(0, 80, 65536, -1),
  Address: fc.constantFrom('', '10.0.0.1', '0.0.0.0', 'host.example'),
  Meta: fc.constantFrom({}, { a: 'b', B: '' }, null),
  Check: mostlyRight(check),
  Checks: fc.array(check, { maxLength: 2 }),
  Weights: fc.constantFrom({ Passing: 2, Warning: 1 }, { Passing: 0, Warning: 1 }, null),
  EnableTagOverride: fc.boolean(),
  Kind: fc.constantFrom('', 'connect-proxy', 'x'),
  Proxy: fc.constantFrom(
    {},
    { DestinationServiceName: 'web' },
    { DestinationServiceName: 'web', Config: { a: 0, b: '' } },
  ),
  Connect: fc.constantFrom({}, { Native: true }, { SidecarService: { Check: { TTL: '600s' } } }),
  TaggedAddresses: fc.constantFrom({}, { wan: { Address: '1.2.3.4', Port: 5 } }),
}).map(body => ({ Name: 'web', ...body }))

const serviceId = fc.constantFrom('web', 'web-1', 'db', 'nope')
const ttl = fc.constantFrom('pass', 'warn', 'fail')

/** The agent's own services and checks. */
export const agentCommands: Commands = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(mostlyRight(definition), fc.constantFrom('', '?replace-existing-checks'))
      .map(([body, query]) => put(`/v1/agent/service/register${query}`, body)),
  },
  { weight: 2, arbitrary: mostlyRight(check).map(body => put('/v1/agent/check/register', body)) },
  serviceId.map(id => put(`/v1/agent/service/deregister/${id}`)),
  checkId.map(id => put(`/v1/agent/check/deregister/${id}`)),
  fc.tuple(ttl, checkId).map(([to, id]) => put(`/v1/agent/check/${to}/${id}?note=n`)),
  fc
    .tuple(checkId, mostlyRight(some({ Status: status, Output: fc.constantFrom('', 'out') })))
    .map(([id, body]) => put(`/v1/agent/check/update/${id}`, body)),
  fc
    .tuple(serviceId, fc.constantFrom('true', 'false', 'x', ''))
    .map(([id, enable]) => put(`/v1/agent/service/maintenance/${id}?enable=${enable}&reason=r`)),
  { weight: 2, arbitrary: readQuery.map(query => get(`/v1/agent/services${query}`)) },
  { weight: 2, arbitrary: readQuery.map(query => get(`/v1/agent/checks${query}`)) },
  serviceId.map(id => get(`/v1/agent/service/${id}`)),
  fc
    .tuple(serviceId, fc.constantFrom('', '?format=text'))
    .map(([id, query]) => get(`/v1/agent/health/service/id/${id}${query}`)),
  service.map(name => get(`/v1/agent/health/service/name/${name}`)),
)
