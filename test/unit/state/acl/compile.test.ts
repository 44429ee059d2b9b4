import { describe, expect, test } from 'vitest'
import type { Access, Resource } from '../../../../src/state/acl/authorizer.ts'
import { compileRules, type DefaultPolicy } from '../../../../src/state/acl/compile.ts'
import { parseRules } from '../../../../src/state/acl/parse-rules.ts'

const rights = (policies: readonly string[], defaultPolicy: DefaultPolicy = 'deny') =>
  compileRules(policies.map(parseRules), { accessor: 'a', id: '1', defaultPolicy })

/** What of reading, listing and writing is allowed. */
const allowed = (authorizer: ReturnType<typeof rights>, resource: Resource, name?: string): string =>
  (['read', 'list', 'write'] as const)
    .filter((access: Access) => authorizer.allows(resource, access, name))
    .map(access => access[0])
    .join('')

describe('precedence', () => {
  test('an exact name goes before a prefix, and a longer prefix before a shorter one', () => {
    const token = rights([
      'key_prefix "d/" { policy = "deny" } key "d/x" { policy = "write" } key_prefix "d/x/" { policy = "read" }',
    ])
    expect(allowed(token, 'key', 'd/x')).toBe('rlw')
    expect(allowed(token, 'key', 'd/y')).toBe('')
    expect(allowed(token, 'key', 'd/x/1')).toBe('r')
  })

  test.each([
    [['read', 'write'], 'rlw'],
    [['write', 'deny'], ''],
    [['list', 'read'], 'rl'],
    [['read', 'write', 'list'], 'rlw'],
  ])('%j for the same name give %j in whatever order', (levels, expected) => {
    const policies = levels.map(level => `key "t" { policy = "${level}" }`)
    expect(allowed(rights(policies), 'key', 't')).toBe(expected)
    expect(allowed(rights(policies.toReversed()), 'key', 't')).toBe(expected)
    expect(allowed(rights([policies.join('\n')]), 'key', 't')).toBe(expected)
  })
})

describe('what one rule implies elsewhere', () => {
  test('operator speaks for mesh and peering where these are not named, and for nothing else', () => {
    const token = rights(['operator = "write"'])
    expect(allowed(token, 'mesh')).toBe('rlw')
    expect(allowed(token, 'keyring')).toBe('')
    expect(allowed(rights(['operator = "read" mesh = "deny"']), 'mesh')).toBe('')
  })

  test('a service rule gives intentions read at the most, unless it says otherwise', () => {
    const token = rights([
      'service "web" { policy = "write" } service "db" { policy = "write" intentions = "deny" } service "x" { policy = "deny" intentions = "write" }',
    ])
    expect(allowed(token, 'intention', 'web')).toBe('r')
    expect(allowed(token, 'intention', 'db')).toBe('')
    expect(allowed(token, 'intention', 'x')).toBe('rlw')
    expect(token.allows('intention', 'read', '*')).toBe(true)
    expect(token.allows('intention', 'write', '*')).toBe(false)
  })
})

describe('a tree of keys', () => {
  test('may be written when the prefix may and no rule below says otherwise', () => {
    expect(rights(['key_prefix "a/" { policy = "write" }']).allowsTree('a/')).toBe(true)
    expect(rights(['key_prefix "a/" { policy = "write" }']).allowsTree('a')).toBe(false)
    const some = rights(['key_prefix "a/" { policy = "write" } key_prefix "a/secret" { policy = "read" }'])
    expect(some.allowsTree('a/')).toBe(false)
    expect(some.allowsTree('a/b')).toBe(true)
  })
})

test('by default everything is allowed but what concerns ACLs, or nothing is', () => {
  const open = rights(['key "a" { policy = "read" }'], 'allow')
  expect(open.allows('key', 'write', 'b')).toBe(true)
  expect(open.allows('key', 'write', 'a')).toBe(false)
  expect(open.allows('acl', 'read')).toBe(false)
  expect(open.allowsTree('')).toBe(false)
  expect(rights([]).allows('node', 'read', 'n')).toBe(false)
})

test('something is allowed for every name where no rule refuses one, for some where a rule allows it', () => {
  const prefix = rights(['service_prefix "" { policy = "read" }'])
  expect([prefix.allowsEvery('service', 'read'), prefix.allowsSome('service', 'write')]).toEqual([true, false])
  const except = rights(['service_prefix "" { policy = "read" } service "a" { policy = "deny" }'])
  expect(except.allowsEvery('service', 'read')).toBe(false)
  const one = rights(['service "a" { policy = "write" }'])
  expect([one.allowsEvery('service', 'read'), one.allowsSome('service', 'write')]).toEqual([false, true])
  const open = rights([], 'allow')
  expect([open.allowsEvery('service', 'read'), open.allowsSome('service', 'write')]).toEqual([true, true])
})
