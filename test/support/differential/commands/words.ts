import fc from 'fast-check'

/** Few names, so that commands meet; some that are told apart by case, length or escaping alone. */
export const key = fc.constantFrom('a', 'a/', 'a/b', 'a/b/c', 'a/bc', 'ab', 'b', 'b/1', 'b/2', 'c%20d', 'z', '%C3%BC')
export const node = fc.constantFrom('node1', 'n1', 'n2', 'N1', 'n3')
export const service = fc.constantFrom('web', 'db', 'api', 'Web', 'web-proxy')
export const checkId = fc.constantFrom('c1', 'c2', 'service:web', 'serfHealth')
export const status = fc.constantFrom('passing', 'warning', 'critical', 'unknown', '')
export const tag = fc.constantFrom('v1', 'v2', 'Primary', '')
/** A session that is saved as `s1` or `s2`, or one that nobody has. */
export const session = fc.constantFrom('${s1}', '${s2}', '00000000-1111-2222-3333-444444444444', 'no-uuid', '')

/** A value that no field takes for all kinds of fields. */
export const wrong = fc.constantFrom(
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  '',
  'x',
  '10s',
  '1',
  'true',
  [],
  ['x'],
  [1],
  {},
  { a: 'b' },
  { a: 1 },
)

/** `members` with one of them, or an unknown one, of another kind: what decoders say of it. */
export function spoiled(members: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> {
  const names = [...Object.keys(members), 'Unknown', 'ID', 'Namespace']
  return fc.tuple(fc.constantFrom(...names), wrong).map(([name, value]) => ({ ...members, [name]: value }))
}

/** A body that is spoiled now and then. */
export const mostlyRight = (body: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.oneof({ weight: 5, arbitrary: body }, { weight: 1, arbitrary: body.chain(spoiled) })

/** Parameters that any read takes; mostly none. */
export const readQuery = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '?stale',
      '?consistent',
      '?cached',
      '?stale&consistent',
      '?dc=dc1',
      '?dc=dc9',
      '?index=0',
      '?index=1&wait=1ms',
      '?index=x',
      '?wait=x',
      '?near=_agent',
      '?near=n1',
      '?node-meta=a:b',
      '?pretty',
      '?filter=',
      '?ns=x',
    ),
  },
)
