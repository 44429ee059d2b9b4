import fc from 'fast-check'
import type { Json } from '../../../conformance/scenario.ts'
import { withUnfit } from '../spoil.ts'

const peer = fc.constantFrom('east', 'west', 'own')
export const name = fc.oneof(
  { weight: 4, arbitrary: peer },
  fc.constantFrom(
    'East',
    'nope',
    '-a',
    'a-',
    'a.b',
    'a b',
    'é',
    'a\0',
    ' east',
    'local',
    'default',
    'x'.repeat(63),
    'x'.repeat(64),
    '*',
  ),
)
export const inPath = fc.oneof(
  { weight: 4, arbitrary: peer },
  fc.constantFrom(
    'East',
    'EAST',
    'nope',
    'a%2Fb',
    'a/b',
    '%ff',
    '%00',
    'east%00',
    '%20east',
    '%C3%BC',
    '*',
    '',
    'token/',
    'establish/',
    '.',
    '..',
  ),
)
const scope = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  fc.constantFrom(
    ...[
      'partition=default',
      'partition=',
      'partition=p',
      'ap=p',
      'ns=default',
      'ns=x',
      'namespace=x',
      'dc=dc1',
      'dc=dc9',
    ],
    ...[
      'stale',
      'consistent',
      'stale&consistent',
      'cached',
      'index=1&wait=1ms',
      'index=x',
      'wait=x',
      'pretty',
      'filter=Name==east',
    ],
    ...['filter=x', 'peer=east', 'index=99999&wait=20ms', 'index=-1', 'token=x'],
  ),
)
export const withScope = (path: string): fc.Arbitrary<string> =>
  scope.map(query => (query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`))

export const spoiled = (body: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof({ weight: 3, arbitrary: body }, { weight: 2, arbitrary: body.chain(value => withUnfit(value)) })
