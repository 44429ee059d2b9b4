// What lines of commands are made of, beside the names and flags that help texts name.

const JWT = {
  JWTValidationPubKeys: [
    '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVs/o5+uQbTjL3chynL4wXgUg2R9q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----',
  ],
}

/** Files that lines name. */
export const FILES = {
  'service.hcl': 'service { name = "web" port = 80 }',
  'checked.hcl':
    'service { name = "web" id = "web2" port = 81 tags = ["x", "y"] meta { a = "b" } check { id = "c" ttl = "1h" status = "passing" } }',
  'services.json':
    '{"services":[{"name":"api","port":1,"connect":{"sidecar_service":{}}},{"name":"db","id":"db1","tagged_addresses":{"lan":{"address":"1.2.3.4","port":9}}}]}',
  'entry.hcl': 'Kind = "service-defaults"\nName = "web"\nProtocol = "http"\n',
  'resolver.hcl': 'Kind = "service-resolver"\nName = "web"\nConnectTimeout = "5s"\n',
  'intentions.hcl':
    'Kind = "service-intentions"\nName = "api"\nSources = [{ Name = "web" Action = "allow" }, { Name = "*" Action = "deny" }]\n',
  'gateway.json': '{"Kind":"ingress-gateway","Name":"in","Listeners":[{"Port":8080,"Services":[{"Name":"web"}]}]}',
  'rules.hcl': 'key_prefix "a" { policy = "read" }\nnode_prefix "" { policy = "read" }\n',
  'pairs.json':
    '[{"key":"i/a","flags":5,"value":"eA=="},{"key":"i/b","flags":0,"value":""},{"key":"a/d","flags":0,"value":"b2s="}]',
  'jwt.json': JSON.stringify(JWT),
  'ca.json': '{"Provider":"consul","Config":{"LeafCertTTL":"48h"}}',
  'variables.hcl': 'Name = "web"',
  'resource.hcl': 'ID {\n  Type = gvk("demo.v2.Artist")\n  Name = "one"\n}\nData { Name = "x" }\n',
  'wrong.hcl': 'service {',
  'wrong.json': '{"a":',
  'text.txt': 'text',
}

/** Lines that both agents begin with, so that there is something to read. */
export const SETTING = [
  'kv put a/b/c 1',
  'kv put -flags=7 a/d two',
  'kv put web x',
  'services register service.hcl',
  'services register checked.hcl',
  'services register services.json',
  'config write entry.hcl',
  'config write resolver.hcl',
  'config write intentions.hcl',
  'config write gateway.json',
  'intention create -meta=a=b web db',
  'intention create -deny node1 web',
  'event -name=deploy a',
]

/** With ACLs there are these, too. */
export const SETTING_OF_ACLS = [
  'acl policy create -name=one -description=first -rules=@rules.hcl',
  'acl policy create -name=two -valid-datacenter=dc1',
  'acl role create -name=ops -policy-name=one -service-identity=web:dc1 -node-identity=node1:dc1',
  'acl token create -accessor=00000000-0000-0000-0000-000000000001 -secret=00000000-0000-0000-0000-0000000000a1 -policy-name=one -description=first',
  'acl token create -accessor=00000000-0000-0000-0000-000000000002 -secret=00000000-0000-0000-0000-0000000000a2 -role-name=ops -local',
  'acl auth-method create -type=jwt -name=mine -config=@jwt.json -description=m',
  'acl binding-rule create -method=mine -bind-type=service -bind-name=web -selector=value.a==b',
]

const FIRST = '00000000-0000-0000-0000-000000000001'

export const ARGUMENTS = [
  ...['', 'a', 'web', 'node1', 'node1.dc1', 'a b', '.', '-', '--', '1', '-1', 'demo.v2.Artist'],
  ...['@wrong.json', '@nothere', 'nothere.hcl', 'service.hcl', 'entry.hcl', 'wrong.hcl', 'wrong.json', 'text.txt'],
  ...[FIRST, 'global-management', 'service-defaults'],
]

/** Arguments that commands which begin with the word know what to do with. */
export const ARGUMENTS_OF = {
  kv: ['a/b/c', 'a/d', 'a/', 'a', '/a', 'i', '@pairs.json', '@text.txt', 'a//b', 'ü', 'web'],
  services: ['service.hcl', 'checked.hcl', 'services.json', '.', 'rules.hcl'],
  config: ['entry.hcl', 'resolver.hcl', 'intentions.hcl', 'gateway.json'],
  intention: ['web', 'db', 'api', '*', 'node1', 'default/web', 'default/default/web', 'a/b/c/d', '@text.txt'],
  rtt: ['node1', 'node1', 'node1.dc1', 'nothere'],
  lock: ['l', 'echo hi', 'exit 3', 'a/b'],
  exec: ['echo hi', 'exit 3', 'cat'],
  event: ['payload', '@text.txt'],
  snapshot: ['saved.snap', 'other.snap', 'text.txt'],
  validate: ['service.hcl', 'entry.hcl', 'text.txt', 'wrong.hcl', 'services.json'],
  watch: ['echo hi', 'cat'],
  acl: ['default', 'agent', 'config_file_service_registration', 'replication', 'dns', FIRST, 'text.txt'],
  resource: ['demo.v2.Artist', 'demo.v1.Artist', 'a.b.c', 'one'],
  'force-leave': ['node1', 'nothere'],
}

export const VALUES = [
  ...['', 'x', '1', '-1', '0', 'true', 'false', '1s', '1h', 'json', 'pretty', 'web', 'node1', 'a=b', 'a:b'],
  ...['@nothere', '@text.txt', 'dc1', 'dc9', '127.0.0.1:$FREE', 'http://', 'a b', 'service-defaults'],
  ...['9999999999999999999', FIRST],
]

const PAIRS = ['a=b', 'a=', '=b', 'a', 'a=b=c', 'A=B']
const NAMES = ['web', 'api', 'db', 'in', 'one', 'ops', 'mine', 'nothere', 'consul', 'a b', 'ü', 'a/b']
const IDS = [
  FIRST,
  '00000000-0000-0000-0000-000000000002',
  '0000',
  'web2',
  'db1',
  'anonymous',
  'zz',
  FIRST.slice(0, 35),
]
const IDENTITIES = ['web:dc1', 'web', 'web:dc1,dc2', 'node1:dc1', ':', 'Web', 'a b']
const TEMPLATES = ['builtin/service', 'builtin/node', 'builtin/dns', 'builtin/nothere', 'builtin/api-gateway']

/** Values that a flag of this name knows what to do with. */
export const VALUES_OF = {
  'accessor-id': IDS,
  'append-policy-name': ['one', 'two', 'nothere'],
  'append-role-name': ['ops', 'nothere'],
  'append-service-identity': IDENTITIES,
  'append-templated-policy': TEMPLATES,
  'bind-type': ['service', 'node', 'role', 'policy', 'templated-policy'],
  'bind-vars': PAIRS,
  cas: ['true', 'false'],
  config: ['@jwt.json', '{}', '{"a":1}', '@wrong.json', '-'],
  'config-file': ['ca.json', 'wrong.json', 'nothere'],
  'consumer-peers': ['east', 'east,west', ''],
  'expires-ttl': ['1h', '1s', '5m', '-1h', '100000h'],
  f: ['resource.hcl', 'wrong.hcl', 'text.txt', 'entry.hcl', 'nothere', '-'],
  file: ['variables.hcl', 'wrong.hcl', 'nothere'],
  filename: ['entry.hcl', 'resolver.hcl', 'wrong.hcl', 'nothere'],
  filter: [
    'Name==web',
    'Kind == "service-defaults"',
    'ID matches "("',
    'a',
    'Node == node1',
    'Service.Port > 1',
    '"x" in Tags',
  ],
  format: ['json', 'pretty', 'JSON', 'yaml'],
  id: IDS,
  kind: [
    'service-defaults',
    'service-resolver',
    'service-intentions',
    'ingress-gateway',
    'proxy-defaults',
    'connect-proxy',
    'x',
  ],
  'max-token-ttl': ['1h', '1s', '-1s', '25h'],
  meta: PAIRS,
  method: ['mine', 'nothere'],
  'modify-index': ['0', '1', '99999', 'x'],
  name: NAMES,
  near: ['_agent', 'node1', 'nothere'],
  'node-identity': IDENTITIES,
  'node-meta': ['consul-version=1.21.4', 'a=b', 'a', ''],
  node: ['node1', 'node', 'n.*', '(', 'nothere'],
  'policy-id': ['00000000-0000-0000-0000-000000000001', '0000', 'zz'],
  'policy-name': ['one', 'two', 'nothere', 'global-management'],
  prefix: ['a', 'a/', 'i', 'x/'],
  'proxy-id': ['api-sidecar-proxy', 'web', 'nothere'],
  reason: ['why', '', 'a b'],
  'role-name': ['ops', 'nothere'],
  rules: [
    '@rules.hcl',
    'key "a" { policy = "read" }',
    '{"key":{"a":{"policy":"write"}}}',
    'x',
    '-',
    'key "a" { policy = "x" }',
  ],
  secret: ['00000000-0000-0000-0000-0000000000a3', 'x', '00000000-0000-0000-0000-0000000000a1'],
  selector: ['value.a==b', 'value.a ==', 'x'],
  separator: ['/', 'b', '', '//', '.'],
  service: ['web', 'db', 'api', 'consul', 'w.*', '('],
  'service-identity': IDENTITIES,
  'sidecar-for': ['api', 'web', 'nothere'],
  state: ['passing', 'any', 'critical', 'x'],
  status: ['alive', 'left', '^a', '('],
  tag: ['x', 'y', 'a=b', '(', ''],
  'tagged-address': ['lan=1.2.3.4:5', 'lan=1.2.3.4', 'a', '=', 'v6=[::1]:80'],
  'templated-policy': TEMPLATES,
  'templated-policy-file': ['variables.hcl', 'wrong.hcl'],
  'token-locality': ['local', 'global', 'x'],
  type: [
    'key',
    'keyprefix',
    'services',
    'nodes',
    'service',
    'checks',
    'event',
    'connect_roots',
    'jwt',
    'kubernetes',
    'oidc',
    'x',
  ],
  var: ['name:web', 'name', 'name:', 'a:b'],
  'valid-datacenter': ['dc1', 'dc9', ''],
}
for (const part of ['append', 'replace']) {
  VALUES_OF[`${part}-templated-policy-file`] = VALUES_OF['templated-policy-file']
  VALUES_OF[`${part}-templated-policy`] = TEMPLATES
}

export const ADDRESSES = [
  ...['127.0.0.1:$FREE', 'http://127.0.0.1:$FREE', 'unix:///nothere', 'ftp://x', 'wrong://', '127.0.0.1', ':', 'a b'],
  ...['http://[::1', '127.0.0.1:99999', 'http://127.0.0.1:$FREE/base'],
]

/** Flags that help texts do not list in the form of others. */
export const FURTHER_FLAGS = {
  'config delete': ['kind=', 'name=', 'filename=', 'cas', 'modify-index='],
  'config write': ['cas', 'modify-index='],
  'connect envoy': [
    'bootstrap',
    'sidecar-for=',
    'proxy-id=',
    'gateway=',
    'admin-bind=',
    'register',
    'service=',
    'no-central-config',
  ],
  'resource read': ['json', 'consistent'],
}
