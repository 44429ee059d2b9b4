import { describe, expect, test } from 'vitest'
import { parseRules, parsingRules } from '../../../../src/state/acl/parse-rules.ts'

/** Rules that a real agent refused, each with its text. */
const REFUSED: readonly (readonly [rules: string, text: string])[] = [
  [
    '{"key":[{"a":{"policy":"read"}},{"b":{"policy":"nope"}}]}',
    'Invalid key policy: &acl.KeyRule{Prefix:"b", Policy:"nope", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['operator = true', 'Failed to parse ACL rules: At 1:12: root.operator: unknown type for string *ast.LiteralType'],
  ['operator = 1.5', 'Failed to parse ACL rules: At 1:12: root.operator: unknown type for string *ast.LiteralType'],
  ['operator = ["read"]', 'Failed to parse ACL rules: At 1:12: root.operator: unknown type for string *ast.ListType'],
  ['operator { x = 1 }', 'Failed to parse ACL rules: At 1:12: root.operator: unknown type for string *ast.ObjectList'],
  [
    'key "a" { policy = true }',
    'Failed to parse ACL rules: At 1:20: root.key[0].Policy: unknown type for string *ast.LiteralType',
  ],
  [
    'key "a" { policy = ["read"] }',
    'Failed to parse ACL rules: At 1:20: root.key[0].Policy: unknown type for string *ast.ListType',
  ],
  [
    'key "a" { policy = 1 }',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"1", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key "a" { policy = "read" policy = "write" }',
    'Failed to parse ACL rules: The argument "policy" at 1:27 was already set. Each argument can only be defined once',
  ],
  [
    'service "a" { intentions = "write" }',
    'Invalid service policy: &acl.ServiceRule{Name:"a", Policy:"", Intentions:"write", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    '"acl"="read" "acl"="read"',
    'Failed to parse ACL rules: The argument "\\"acl\\"" at 1:14 was already set. Each argument can only be defined once',
  ],
  ['key = ["a"]', 'Failed to parse ACL rules: At 1:8: root.key[0]: not an object type for struct (*ast.LiteralType)'],
  ['key = [{a={policy="read"}}]', "Failed to parse ACL rules: At 1:9: root.key[0]: Prefix asked for 'key', impossible"],
  [
    'key = {a={policy="no"}}',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"no", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key = {"a"={policy="no"}}',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"no", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key_prefix "" { policy = "bad" }',
    'Invalid key_prefix policy: &acl.KeyRule{Prefix:"", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'service_prefix "x" { policy = "bad" }',
    'Invalid service_prefix policy: &acl.ServiceRule{Name:"x", Policy:"bad", Intentions:"", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['agent_prefix "x" { policy = "list" }', 'Invalid agent_prefix policy: &acl.AgentRule{Node:"x", Policy:"list"}'],
  [
    'query_prefix "x" { policy = "list" }',
    'Invalid query_prefix policy: &acl.PreparedQueryRule{Prefix:"x", Policy:"list"}',
  ],
  ['session_prefix "x" {}', 'Invalid session_prefix policy: &acl.SessionRule{Node:"x", Policy:""}'],
  [
    'node_prefix "x" {policy="read"} node_prefix "y" "z" {policy="read"}',
    'Invalid node_prefix policy: &acl.NodeRule{Name:"y", Policy:"", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['Operator = "x"', 'Invalid operator policy: "x"'],
  ['operator="read" Operator="bad"', 'Invalid operator policy: "bad"'],
  [
    'key "a\\u00e9" { policy = "x" }',
    'Invalid key policy: &acl.KeyRule{Prefix:"aé", Policy:"x", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key "a\\"b" { policy = "x\ty" }',
    'Invalid key policy: &acl.KeyRule{Prefix:"a\\"b", Policy:"x\\ty", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key { policy = "bad" }',
    'Invalid key policy: &acl.KeyRule{Prefix:"policy", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key { a { policy = "bad" } }',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['key { a = 1 }', 'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"", EnterpriseRule:acl.EnterpriseRule{}}'],
  ['event "a" { policy = "bad" } key "b" { policy = "bad" } acl="bad"', 'Invalid acl policy: "bad"'],
  ['mesh="bad" peering="bad" operator="bad" keyring="bad"', 'Invalid keyring policy: "bad"'],
  [
    'service "b" {policy="bad"} service_prefix "b" {policy="bad2"} node "x" {policy="b"}',
    'Invalid node policy: &acl.NodeRule{Name:"x", Policy:"b", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['acl=null', 'Failed to parse ACL rules: At 1:5: Unknown token: 1:5 IDENT null'],
  [
    'key "a" { policy = "" }',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key "" {policy="bad"}',
    'Invalid key policy: &acl.KeyRule{Prefix:"", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['operator = <<EOF\nread\nEOF\n', 'Invalid operator policy: "read\\n"'],
  [
    'agent "a" {policy="bad"} agent_prefix "b" {policy="bad"}',
    'Invalid agent policy: &acl.AgentRule{Node:"a", Policy:"bad"}',
  ],
  ['keyring = "list"', 'Invalid keyring policy: "list"'],
  [
    'key "a" { "policy" = "bad" }',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key "a" { Policy = "bad" }',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    '{"key":{"a":"read"}}',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['{"key":"a"}', 'Failed to parse ACL rules: At -: unknown slice type: *ast.LiteralType'],
  [
    '{"key":{"a":[{"policy":"bad"}]}}',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['{"operator":1}', 'Invalid operator policy: "1"'],
  ['key "a" { policy = "read"', 'Failed to parse ACL rules: At 1:27: object expected closing RBRACE got: EOF'],
  [
    'service_prefix "a" { policy="read" intentions="bad" }',
    'Invalid service_prefix intentions policy: &acl.ServiceRule{Name:"a", Policy:"read", Intentions:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['key "a" {', 'Failed to parse ACL rules: At 1:11: object expected closing RBRACE got: EOF'],
  ['key "a" { policy = read }', 'Failed to parse ACL rules: At 1:20: Unknown token: 1:20 IDENT read'],
  [
    'just words here',
    "Failed to parse ACL rules: At 1:17: key 'just words here' expected start of object ('{') or assignment ('=')",
  ],
  ['key "a" = { policy = "read" }', 'Failed to parse ACL rules: At 1:9: nested object expected: LBRACE got: ASSIGN'],
  ['[]', 'Failed to parse ACL rules: At 1:1: expected: IDENT | STRING | ASSIGN | LBRACE got: LBRACK'],
  ['null', "Failed to parse ACL rules: At 1:6: key 'null' expected start of object ('{') or assignment ('=')"],
  ['true', 'Failed to parse ACL rules: At 1:1: expected: IDENT | STRING | ASSIGN | LBRACE got: BOOL'],
  ['key = "read"', 'Failed to parse ACL rules: At 1:7: unknown slice type: *ast.LiteralType'],
  [
    'acl="read"\nacl="write"',
    'Failed to parse ACL rules: The argument "acl" at 2:1 was already set. Each argument can only be defined once',
  ],
  [
    'operator "x" { policy = "read" }',
    'Failed to parse ACL rules: At 1:10: root.operator: unknown type for string *ast.ObjectList',
  ],
  ['acl { }', 'Failed to parse ACL rules: At -: root.acl: unknown type for string *ast.ObjectList'],
  ['service = "x"', 'Failed to parse ACL rules: At 1:11: unknown slice type: *ast.LiteralType'],
  [
    '{"key_prefix":{"a":{"policy":"list"},"b":{"policy":"bad"}}}',
    'Invalid key_prefix policy: &acl.KeyRule{Prefix:"b", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    '{"service":{"a":{"policy":"read","intentions":"bad"}}}',
    'Invalid service intentions policy: &acl.ServiceRule{Name:"a", Policy:"read", Intentions:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  ['{"operator":true}', 'Failed to parse ACL rules: At -: root.operator: unknown type for string *ast.LiteralType'],
  ['{"operator":["read"]}', 'Failed to parse ACL rules: At -: root.operator: unknown type for string *ast.ListType'],
  ['{"operator":{"a":1}}', 'Failed to parse ACL rules: At -: root.operator: unknown type for string *ast.ObjectList'],
  [
    '{"key":{"a":{"policy":"bad"}}',
    'Invalid key policy: &acl.KeyRule{Prefix:"a", Policy:"bad", EnterpriseRule:acl.EnterpriseRule{}}',
  ],
  [
    'key "a" { policy = "read" } }',
    'Failed to parse ACL rules: At 1:29: expected: IDENT | STRING | ASSIGN | LBRACE got: RBRACE',
  ],
]

/** Rules that it took. */
const TAKEN: readonly string[] = [
  '{"acl":"read","acl":"write"}',
  '{"key":[{"a":{"policy":"read"}},{"b":{"policy":"write"}}]}',
  'key "a" { policy = "read" intentions="write" }',
  'operator="read"\nOPERATOR="write"',
  'service "a" { policy = "read" intentions = "READ" }',
  'acl = "deny"',
  'acl=',
  'key "a" {policy="Deny"}',
  'service "a" { policy = "write" intentions = "" }',
  'sentinel = "x"',
  'key "a" { policy="read" sentinel { code = "x" } }',
  'query "a" {policy="write"} query "a" {policy="deny"}',
  '{"operator":null}',
  'identity "x" {access="bad"}',
  'key_prefix = [] ',
  '{',
  '{"key"',
]

describe('rules of a policy', () => {
  test.each(REFUSED)('%j is refused with the text of a real agent', (rules, text) => {
    expect(() => parseRules(rules)).toThrow(expect.objectContaining({ message: text }))
  })

  test.each(TAKEN)('%j is taken', rules => {
    expect(() => parseRules(rules)).not.toThrow()
  })
})

const keys = (count: number): string =>
  Array.from({ length: count }, (_, i) => `key "k${i}" { policy = "read" }`).join('\n')

test('rules that would take long to parse are refused, and the limit is named', () => {
  expect(() => parseRules(keys(20_000))).toThrow(
    'Failed to parse ACL rules: 648889 characters, more than the limit of 524288',
  )
})

test.each([
  ['HCL', keys(1_000)],
  ['JSON', `{${Array.from({ length: 1_000 }, (_, i) => `"key": {"k${i}": {"policy": "read"}}`).join()}}`],
])('thousands of rules in %s are parsed in slices', (_, rules) => {
  const work = parsingRules(rules)
  let slices = 0
  let step = work.next()
  for (; step.done !== true; step = work.next()) slices++
  expect(slices).toBeGreaterThan(10)
  expect(step.value).toEqual(parseRules(rules))
  expect(step.value.named).toHaveLength(1_000)
})
