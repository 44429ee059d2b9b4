import fc from 'fast-check'
import { get, type Commands } from './command.ts'

/** What can be filtered, with selectors that it has and one that it lacks. */
const targets: Readonly<Record<string, readonly string[]>> = {
  '/v1/catalog/nodes': ['Node', 'Address', 'Meta.a', 'TaggedAddresses.lan', 'Meta', 'nope'],
  '/v1/catalog/service/web': ['ServiceTags', 'ServicePort', 'ServiceMeta.a', 'ServiceID', 'NodeMeta', 'nope'],
  '/v1/catalog/node-services/n1': ['Service', 'Tags', 'Port', 'Meta.a', 'Weights.Passing', 'EnableTagOverride'],
  '/v1/health/service/web': ['Service.Tags', 'Checks.Status', 'Node.Meta', 'Checks', 'Service.Port', 'nope.x'],
  '/v1/health/state/any': ['Status', 'CheckID', 'ServiceTags', 'Name', 'Definition.Interval'],
  '/v1/agent/services': ['Service', 'Tags', 'Port', 'Meta', 'Connect.Native', 'Proxy.DestinationServiceName'],
  '/v1/agent/checks': ['Status', 'Name', 'ServiceID', 'Notes'],
}
const value = fc.constantFrom('web', '"web"', '`v1`', '80', 'true', '""', '"n.*"', '"("', '-1', '1.5')
const operator = fc.constantFrom('==', '!=', 'contains', 'not contains', 'matches', 'not matches')

const term = (selector: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(selector, operator, value).map(parts => parts.join(' ')) },
    fc.tuple(value, fc.constantFrom('in', 'not in'), selector).map(parts => parts.join(' ')),
    fc.tuple(selector, fc.constantFrom('is empty', 'is not empty')).map(parts => parts.join(' ')),
    fc.constantFrom('', '(', 'a ==', '== b', 'not', 'a is b'),
  )

const expression = (selectors: readonly string[]): fc.Arbitrary<string> => {
  const one = term(fc.constantFrom(...selectors))
  return fc.oneof(
    { weight: 3, arbitrary: one },
    fc.tuple(one, fc.constantFrom('and', 'or'), one).map(([a, word, b]) => `${a} ${word} ${b}`),
    one.map(text => `not (${text})`),
  )
}

/** Filter expressions, right and wrong, on every kind of row. */
export const filterCommands: Commands = fc
  .constantFrom(...Object.entries(targets))
  .chain(([path, selectors]) => expression(selectors).map(text => get(`${path}?filter=${encodeURIComponent(text)}`)))
