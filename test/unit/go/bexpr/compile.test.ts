import { describe, expect, test } from 'vitest'
import { filterSchemas } from '../../../../src/api/filters/filter-schemas.ts'
import { compile } from '../../../../src/go/bexpr/compile.ts'
import { FilterError } from '../../../../src/go/bexpr/error.ts'
import { StepBudget } from '../../../../src/go/regexp/step-budget.ts'
import { parse } from '../../../../src/go/bexpr/parse.ts'
import type { Schema } from '../../../../src/go/bexpr/schema.ts'

/** Three instances of a service, as `/v1/health/service/web` shows them. */
const ROWS: readonly unknown[] = [
  {
    Node: {
      ID: '',
      Node: 'n1',
      Address: '10.0.0.1',
      Datacenter: 'dc1',
      TaggedAddresses: { lan: '10.0.0.1' },
      Meta: { num: '5', os: 'linux', 'sp ace': '1', x: 'a"b' },
    },
    Service: {
      ID: 'w1',
      Service: 'web',
      Tags: ['a', 'b'],
      Address: '10.1.0.1',
      TaggedAddresses: { lan: { Address: '10.1.0.1', Port: 1 } },
      Meta: { team: 'x', v: '1' },
      Port: 8080,
      Weights: { Passing: 5, Warning: 1 },
      EnableTagOverride: false,
      Proxy: { Mode: '', MeshGateway: {}, Expose: {} },
      Connect: {},
      PeerName: '',
    },
    Checks: [
      {
        Node: 'n1',
        CheckID: 'c0',
        Name: 'chk0',
        Status: 'critical',
        ServiceID: 'w1',
        ServiceName: 'web',
        ServiceTags: ['a', 'b'],
      },
      {
        Node: 'n1',
        CheckID: 'c1',
        Name: 'chk',
        Status: 'passing',
        ServiceID: 'w1',
        ServiceName: 'web',
        ServiceTags: ['a', 'b'],
      },
    ],
  },
  {
    Node: { ID: '', Node: 'n2', Address: '10.0.0.2', Datacenter: 'dc1', TaggedAddresses: null, Meta: null },
    Service: {
      ID: 'w2',
      Service: 'web',
      Tags: [],
      Address: '',
      Meta: null,
      Port: 8081,
      Weights: { Passing: 1, Warning: 1 },
      EnableTagOverride: true,
      Proxy: { Mode: '', MeshGateway: {}, Expose: {} },
      Connect: {},
      PeerName: '',
    },
    Checks: [
      {
        Node: 'n2',
        CheckID: 'c2',
        Name: 'chk',
        Status: 'warning',
        ServiceID: 'w2',
        ServiceName: 'web',
        ServiceTags: [],
      },
    ],
  },
  {
    Node: {
      ID: '',
      Node: 'n3',
      Address: '10.0.0.3',
      Datacenter: 'dc1',
      TaggedAddresses: null,
      Meta: { bt: 'x"y', e: '', k: 'a.b c', one: '1', uni: 'é' },
    },
    Service: {
      ID: 'w3',
      Service: 'web',
      Tags: ['x.y', '1.0', '-0', 'A', ''],
      Address: '',
      Meta: null,
      Port: -5,
      Weights: { Passing: 1, Warning: 1 },
      EnableTagOverride: false,
      Proxy: { Mode: '', MeshGateway: {}, Expose: {} },
      Connect: {},
      PeerName: '',
    },
    Checks: [],
  },
]

/** Which of them real Consul keeps. */
const RESULTS: readonly (readonly [string, string])[] = [
  ['Service.ID == "w\\n1"', ''],
  ['Service.ID == "w\\\\1"', ''],
  ['Service.Port == 8080', 'w1'],
  ['Service.Port == -1', ''],
  ['Service.Port == "0x1F90"', 'w1'],
  ['Service.Port == "017620"', 'w1'],
  ['Service.Port == "0b11"', ''],
  ['Service.Port == "8_080"', 'w1'],
  ['Service.ID not in Service.Tags', 'w1 w2 w3'],
  ['"w1" in Service.ID', 'w1'],
  ['w1 in Service.ID', 'w1'],
  ['Service.Meta contains v', 'w1'],
  ['Service.EnableTagOverride == 1', 'w2'],
  ['Service.EnableTagOverride == t', 'w2'],
  ['Service.EnableTagOverride == True', 'w2'],
  ['Service.EnableTagOverride == "TRUE"', 'w2'],
  ['Service["ID"] == w1', 'w1'],
  ['Service.Meta[ "v" ] == 1', 'w1'],
  ['Service.Meta[`v`] == 1', 'w1'],
  ['Service.ID == a.b', ''],
  ['Service.ID == a.b["c"]', ''],
  ['Service.ID == 1.0', ''],
  ['Service.ID == -0', ''],
  ['Checks.Status == critical', 'w1'],
  ['Checks.Status != critical', 'w1 w2'],
  ['critical in Checks.Status', 'w1'],
  ['crit in Checks.Status', 'w1'],
  ['crit not in Checks.Status', 'w1 w2'],
  ['Checks.Status matches "crit"', 'w1'],
  ['Checks.Status not matches "crit"', 'w1 w2'],
  ['not Checks.Status == critical', 'w2 w3'],
  ['Checks is empty', 'w3'],
  ['Checks is not empty', 'w1 w2'],
  ['Checks.ServiceTags is empty', 'w2'],
  ['Checks.ServiceTags contains a', 'w1'],
  ['a not in Checks.ServiceTags', 'w2'],
  ['Node.Meta.os == linux', 'w1'],
  ['Node.Meta.os != linux', 'w2 w3'],
  ['Node.Meta.os contains lin', 'w1'],
  ['lin in Node.Meta.os', 'w1'],
  ['lin not in Node.Meta.os', 'w2 w3'],
  ['Node.Meta.os matches lin', 'w1 w2 w3'],
  ['Node.Meta.os not matches lin', 'w2 w3'],
  ['Node.Meta.nope == ""', ''],
  ['Node.Meta.nope != ""', 'w1 w2 w3'],
  ['Node.Meta.e == ""', 'w3'],
  ['Node.Meta.e != ""', 'w1 w2'],
  ['"" in Node.Meta.e', 'w3'],
  ['"" in Node.Meta.nope', ''],
  ['"" not in Node.Meta.nope', 'w1 w2 w3'],
  ['"" in Node.Meta', ''],
  ['"" in Service.Tags', 'w3'],
  ['"" in Service.ID', 'w1 w2 w3'],
  ['Node.Meta.nope matches ""', 'w1 w2 w3'],
  ['Node.Meta.nope not matches ""', 'w1 w2 w3'],
  ['Node.Meta.k == a["b c"]', 'w3'],
  ['Node.Meta.k == "a.b c"', 'w3'],
  ['Service.Tags contains x.y', 'w3'],
  ['Service.Tags contains 1.0', 'w3'],
  ['Service.Tags contains -0', 'w3'],
  ['Service.Tags contains 1', ''],
  ['a in Service.Tags', 'w1'],
  ['A in Service.Tags', 'w3'],
  ['Service.TaggedAddresses.lan.Port == 1', 'w1'],
  ['Service.TaggedAddresses.lan.Port != 1', 'w2 w3'],
  ['Service.TaggedAddresses.nope.Port != 1', 'w1 w2 w3'],
  ['Service.TaggedAddresses.nope.Port == 0', ''],
  ['lan in Service.TaggedAddresses', 'w1'],
  ['Service.TaggedAddresses contains lan', 'w1'],
  ['Service.TaggedAddresses is not empty', 'w1'],
  ['Service.Proxy.Upstreams.DestinationName == db', ''],
  ['Service.Proxy.Upstreams.DestinationName != db', ''],
  ['Service.Proxy.Upstreams.LocalBindPort == 9001', ''],
  ['Service.Proxy.Upstreams.LocalBindPort != 9001', ''],
  ['Service.Proxy.Upstreams.MeshGateway.Mode == ""', ''],
  ['Service.Proxy.Upstreams is empty', 'w1 w2 w3'],
  ['Service.Proxy.Expose.Paths is empty', 'w1 w2 w3'],
  ['Service.Proxy.Expose.Paths.Path == "/x"', ''],
  ['Service.Proxy.TransparentProxy.DialedDirectly == false', 'w1 w2 w3'],
  ['Service.Proxy.TransparentProxy.OutboundListenerPort == 0', 'w1 w2 w3'],
  ['Service.Proxy.AccessLogs.Enabled == false', 'w1 w2 w3'],
  ['Service.Port == -5', 'w3'],
  ['Service.Port == "-5"', 'w3'],
  ['Service.Port == "+8080"', 'w1'],
  ['Service.Port == "-0"', ''],
  ['Service.Port == "0o17620"', 'w1'],
  ['Service.Port == 9223372036854775807', ''],
  ['Service.Port == -9223372036854775808', ''],
  ['Service.Port == "9_223"', ''],
  ['Service.Port == "0_1"', ''],
  ['Service.Port == "0x_1"', ''],
  ['Node.Meta.uni == "é"', 'w3'],
  ['Node.Meta.uni == "\\u00e9"', 'w3'],
  ['Node.Meta.uni == "\\xc3\\xa9"', 'w3'],
  ['Node.Meta.uni == "\\303\\251"', 'w3'],
  ['Node.Meta.uni == "\\U000000e9"', 'w3'],
  ['Node.Meta.uni matches "^.$"', 'w1 w2 w3'],
  ['Node.Meta.bt == `x"y`', 'w3'],
  ['Node.Meta.bt == "x\\x22y"', 'w3'],
  ['Node.Meta.bt == `a\nb`', ''],
  ['Node.Meta.bt == `x\r"y`', 'w3'],
  ['Service.ID\n==\tw1\r\n', 'w1'],
  ['Service.EnableTagOverride != true', 'w1 w3'],
  ['Service.EnableTagOverride == T', 'w2'],
  ['Service.EnableTagOverride == FALSE', 'w1 w3'],
  ['Service.EnableTagOverride == F', 'w1 w3'],
  ['Service.EnableTagOverride == 0', 'w1 w3'],
  ['Service.ID == w1 and (Service.Port == 8080 or not Node.Node == n2)', 'w1'],
  ['(Service.ID == w1) or (Service.ID == w2)', 'w1 w2'],
  ['not (Service.ID == w1) or Service.ID == w1', 'w1 w2 w3'],
  ['not Service.ID == w1 or Service.ID == w1', 'w1 w2 w3'],
  ['( Service.ID == w1 )', 'w1'],
  ['or in Service.Tags', ''],
  ['not in Service.Tags', ''],
  ['not not in Service.Tags', 'w1 w2 w3'],
  ['Service.ID contains in', ''],
  ['Service.ID contains and', ''],
  ['Service.ID == and and Service.ID == or', ''],
  ['Service.ID == not', ''],
  ['-1 in Service.Tags', ''],
  ['0 in Service.Tags', ''],
  ['Service.ID == "\u0000"', ''],
]

/** Well-formed expressions that the type of the rows does not allow. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['notService.ID == w1', 'Selector "notService" is not valid'],
  [
    'Service.Port == abc',
    'Failed to coerce value "abc" for selector "Service.Port": strconv.ParseInt: parsing "abc": invalid syntax',
  ],
  [
    'Service.Port == 1.5',
    'Failed to coerce value "1.5" for selector "Service.Port": strconv.ParseInt: parsing "1.5": invalid syntax',
  ],
  [
    'Service.Port == 99999999999999999999999',
    'Failed to coerce value "99999999999999999999999" for selector "Service.Port": strconv.ParseInt: parsing "99999999999999999999999": value out of range',
  ],
  ['Service.Port is empty', 'Invalid match operator "Is Empty" for selector "Service.Port"'],
  ['Service.Port contains 1', 'Invalid match operator "In" for selector "Service.Port"'],
  ['1 in Service.Port', 'Invalid match operator "In" for selector "Service.Port"'],
  ['Service.Port matches "8"', 'Invalid match operator "Matches" for selector "Service.Port"'],
  ['Service.Port not matches "8"', 'Invalid match operator "Not Matches" for selector "Service.Port"'],
  ['Service.ID matches "["', 'Failed to compile regular expression "[": error parsing regexp: missing closing ]: `[`'],
  ['Service.ID matches "("', 'Failed to compile regular expression "(": error parsing regexp: missing closing ): `(`'],
  [
    'Service.ID matches "a**"',
    'Failed to compile regular expression "a**": error parsing regexp: invalid nested repetition operator: `**`',
  ],
  [
    'Service.ID matches "(?=a)"',
    'Failed to compile regular expression "(?=a)": error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
  ],
  [
    'Service.ID matches "\\\\1"',
    'Failed to compile regular expression "\\\\1": error parsing regexp: invalid escape sequence: `\\1`',
  ],
  ['Service.ID is empty', 'Invalid match operator "Is Empty" for selector "Service.ID"'],
  ['Service.ID is not empty', 'Invalid match operator "Is Not Empty" for selector "Service.ID"'],
  ['w1 in Bogus', 'Selector "Bogus" is not valid'],
  ['Service.Meta == 1', 'Invalid match operator "Equal" for selector "Service.Meta"'],
  ['Service.Tags == 1', 'Invalid match operator "Equal" for selector "Service.Tags"'],
  ['Service.Meta matches v', 'Invalid match operator "Matches" for selector "Service.Meta"'],
  ['Service.Tags matches a', 'Invalid match operator "Matches" for selector "Service.Tags"'],
  [
    'Service.EnableTagOverride == yes',
    'Failed to coerce value "yes" for selector "Service.EnableTagOverride": strconv.ParseBool: parsing "yes": invalid syntax',
  ],
  ['Service.EnableTagOverride is empty', 'Invalid match operator "Is Empty" for selector "Service.EnableTagOverride"'],
  ['true in Service.EnableTagOverride', 'Invalid match operator "In" for selector "Service.EnableTagOverride"'],
  [
    'Service.EnableTagOverride matches "true"',
    'Invalid match operator "Matches" for selector "Service.EnableTagOverride"',
  ],
  ['Bogus == 1', 'Selector "Bogus" is not valid'],
  ['Service.Bogus == 1', 'Selector "Service.Bogus" is not valid'],
  ['Service.ID.x == 1', 'Selector "Service.ID.x" is not valid'],
  ['Service.Tags.x == 1', 'Selector "Service.Tags.x" is not valid'],
  ['Service.Tags["0"] == a', 'Selector "Service.Tags.0" is not valid'],
  ['Service.Meta.a.b == a', 'Selector "Service.Meta.a.b" is not valid'],
  ['Service.Meta["v"]["x"] == 1', 'Selector "Service.Meta.v.x" is not valid'],
  ['Checks.Status in critical', 'Selector "critical" is not valid'],
  ['Checks == x', 'Invalid match operator "Equal" for selector "Checks"'],
  ['Checks contains x', 'Invalid match operator "In" for selector "Checks"'],
  [
    'Node.Meta.nope matches "["',
    'Failed to compile regular expression "[": error parsing regexp: missing closing ]: `[`',
  ],
  ['Service.TaggedAddresses.lan == 1', 'Invalid match operator "Equal" for selector "Service.TaggedAddresses.lan"'],
  [
    'Service.TaggedAddresses.lan is empty',
    'Invalid match operator "Is Empty" for selector "Service.TaggedAddresses.lan"',
  ],
  ['Service.TaggedAddresses.lan.Nope == 1', 'Selector "Service.TaggedAddresses.lan.Nope" is not valid'],
  ['Service.TaggedAddresses["a b"].Nope == 1', 'Selector "Service.TaggedAddresses.a b.Nope" is not valid'],
  [
    'Service.Port == "8080 "',
    'Failed to coerce value "8080 " for selector "Service.Port": strconv.ParseInt: parsing "8080 ": invalid syntax',
  ],
  [
    'Service.Port == ""',
    'Failed to coerce value "" for selector "Service.Port": strconv.ParseInt: parsing "": invalid syntax',
  ],
  [
    'Service.Port == `80"80`',
    'Failed to coerce value "80\\"80" for selector "Service.Port": strconv.ParseInt: parsing "80\\"80": invalid syntax',
  ],
  [
    'Service.Port == "80\\t80"',
    'Failed to coerce value "80\\t80" for selector "Service.Port": strconv.ParseInt: parsing "80\\t80": invalid syntax',
  ],
  [
    'Service.Port == "é"',
    'Failed to coerce value "é" for selector "Service.Port": strconv.ParseInt: parsing "é": invalid syntax',
  ],
  [
    'Service.Port == 9223372036854775808',
    'Failed to coerce value "9223372036854775808" for selector "Service.Port": strconv.ParseInt: parsing "9223372036854775808": value out of range',
  ],
  [
    'Service.Port == -9223372036854775809',
    'Failed to coerce value "-9223372036854775809" for selector "Service.Port": strconv.ParseInt: parsing "-9223372036854775809": value out of range',
  ],
  [
    'Service.Port == "__1"',
    'Failed to coerce value "__1" for selector "Service.Port": strconv.ParseInt: parsing "__1": invalid syntax',
  ],
  [
    'Service.Port == "1_"',
    'Failed to coerce value "1_" for selector "Service.Port": strconv.ParseInt: parsing "1_": invalid syntax',
  ],
  [
    'Service.Port == "0b2"',
    'Failed to coerce value "0b2" for selector "Service.Port": strconv.ParseInt: parsing "0b2": invalid syntax',
  ],
  [
    'Service.Port == "0x"',
    'Failed to coerce value "0x" for selector "Service.Port": strconv.ParseInt: parsing "0x": invalid syntax',
  ],
  [
    'Service.Port == "08"',
    'Failed to coerce value "08" for selector "Service.Port": strconv.ParseInt: parsing "08": invalid syntax',
  ],
  [
    'Service.Port == "9223372036854775808x"',
    'Failed to coerce value "9223372036854775808x" for selector "Service.Port": strconv.ParseInt: parsing "9223372036854775808x": invalid syntax',
  ],
  ['Node.Meta[`a"b`].x == 1', 'Selector "Node.Meta.a\\"b.x" is not valid'],
  ['Node.Meta["a b"].x == 1', 'Selector "Node.Meta.a b.x" is not valid'],
  ['Node.Meta["é"].x == 1', 'Selector "Node.Meta.é.x" is not valid'],
  ['Node.Meta["\\n"].x == 1', 'Selector "Node.Meta.\\n.x" is not valid'],
  [
    'Service.EnableTagOverride == "tRUE"',
    'Failed to coerce value "tRUE" for selector "Service.EnableTagOverride": strconv.ParseBool: parsing "tRUE": invalid syntax',
  ],
  ['Service == 1 and Bogus == 1', 'Invalid match operator "Equal" for selector "Service"'],
  ['Bogus == 1 or Nope == 1', 'Selector "Bogus" is not valid'],
  [
    'Service.ID matches "[" and Nope == 1',
    'Failed to compile regular expression "[": error parsing regexp: missing closing ]: `[`',
  ],
  ['Nope == 1 and Service.ID matches "["', 'Selector "Nope" is not valid'],
  [
    'Service.ID == x and Service.ID matches "["',
    'Failed to compile regular expression "[": error parsing regexp: missing closing ]: `[`',
  ],
  ['Service.Port matches "["', 'Invalid match operator "Matches" for selector "Service.Port"'],
  [
    'Service.Port == abc and Nope == 1',
    'Failed to coerce value "abc" for selector "Service.Port": strconv.ParseInt: parsing "abc": invalid syntax',
  ],
  ['Service.Port is not empty', 'Invalid match operator "Is Not Empty" for selector "Service.Port"'],
  ['1 not in Service.Port', 'Invalid match operator "Not In" for selector "Service.Port"'],
  ['Service.Port not contains 1', 'Invalid match operator "Not In" for selector "Service.Port"'],
  ['not is == 1', 'Selector "is" is not valid'],
  ['and == 1', 'Selector "and" is not valid'],
  ['not == x', 'Selector "not" is not valid'],
  ['not is empty', 'Selector "not" is not valid'],
  ['empty is empty', 'Selector "empty" is not valid'],
  [
    'Service.Port == "\u0000\u007f\u0001\u00ad\u2028\ufeff"',
    'Failed to coerce value "\\x00\\x7f\\x01\\u00ad\\u2028\\ufeff" for selector "Service.Port": strconv.ParseInt: parsing "\\x00\\x7f\\x01\\u00ad\\u2028\\ufeff": invalid syntax',
  ],
  [
    'Service.Port == "😀\ue000"',
    'Failed to coerce value "😀\\ue000" for selector "Service.Port": strconv.ParseInt: parsing "😀\\ue000": invalid syntax',
  ],
]

const idOf = (row: unknown): string => (row as { Service: { ID: string } }).Service.ID

const accepts = (text: string, schema: Schema, row: unknown): boolean =>
  compile(parse(text), schema).accepts(row, new StepBudget())

const problemOf = (text: string, schema: Schema): string => {
  try {
    compile(parse(text), schema)
    return 'none'
  } catch (error) {
    return error instanceof FilterError ? error.message : 'crash'
  }
}

describe('which rows match', () => {
  test.each(RESULTS)('%j', (text, ids) => {
    const matching = ROWS.filter(row => accepts(text, filterSchemas.health, row))
    expect(matching.map(idOf).join(' ')).toBe(ids)
  })
})

describe('what is refused', () => {
  test.each(REFUSED)('%j', (text, problem) => {
    expect(problemOf(text, filterSchemas.health)).toBe(problem)
  })

  test('names that objects have by nature are no selectors', () => {
    expect(problemOf('constructor == 1', filterSchemas.health)).toBe('Selector "constructor" is not valid')
    expect(problemOf('Node["__proto__"] == 1', filterSchemas.health)).toBe('Selector "Node.__proto__" is not valid')
  })
})

describe('lists of structures', () => {
  const row = {
    ID: 'p',
    Proxy: { Upstreams: [{ DestinationName: 'db', LocalBindPort: 1 }, { DestinationName: 'api' }] },
  }
  const keeps = (text: string): boolean => accepts(text, filterSchemas.nodeService, row)

  test('one item that fits is enough, for negated operators too', () => {
    expect(keeps('Proxy.Upstreams.DestinationName == db')).toBe(true)
    expect(keeps('Proxy.Upstreams.DestinationName != db')).toBe(true)
    expect(keeps('not Proxy.Upstreams.DestinationName == db')).toBe(false)
  })

  test('what an item lacks counts as zero', () => {
    expect(keeps('Proxy.Upstreams.LocalBindPort == 0')).toBe(true)
    expect(keeps('Proxy.Upstreams.MeshGateway.Mode == ""')).toBe(true)
    expect(keeps('Proxy.Upstreams.LocalBindPort == 2')).toBe(false)
  })

  test('what the row lacks is empty', () => {
    expect(keeps('Proxy.Upstreams is not empty')).toBe(true)
    expect(keeps('Proxy.Expose.Paths is empty')).toBe(true)
    expect(keeps('Proxy.Expose.Paths.Path != "/"')).toBe(false)
    expect(keeps('Tags is empty and Meta is empty and EnableTagOverride == false and Port == 0')).toBe(true)
  })
})

describe('numbers', () => {
  const schema: Schema = {
    kind: 'struct',
    fields: {
      small: { kind: 'uint', bits: 8 },
      big: { kind: 'uint' },
      rate: { kind: 'float' },
      bytes: { kind: 'list', of: { kind: 'uint', bits: 8 } },
    },
  }
  const row = { small: 7, big: 2n ** 64n - 1n, rate: 0.5, bytes: [127, 0, 0, 1] }

  test.each([
    ['small == "0x7"', true],
    ['big == 18446744073709551615', true],
    ['big == 18446744073709551614', false],
    ['rate == 0.5', true],
    ['rate == "5e-1"', true],
    ['127 in bytes', true],
    ['2 not in bytes', true],
  ])('%s', (text, matching) => {
    expect(accepts(text, schema, row)).toBe(matching)
  })

  test('out of range', () => {
    expect(problemOf('small == 256', schema)).toBe(
      'Failed to coerce value "256" for selector "small": strconv.ParseUint: parsing "256": value out of range',
    )
    expect(problemOf('300 in bytes', schema)).toBe(
      'Failed to coerce value "300" for selector "bytes": strconv.ParseUint: parsing "300": value out of range',
    )
    expect(problemOf('small == -1', schema)).toContain('strconv.ParseUint: parsing "-1": invalid syntax')
    expect(problemOf('rate == x', schema)).toContain('strconv.ParseFloat: parsing "x": invalid syntax')
  })
})

test('regular expressions are bounded together', () => {
  const text = Array.from({ length: 1000 }, () => 'Node matches "a{1000}"').join(' or ')
  expect(problemOf(text, filterSchemas.node)).toBe('Regular expressions are too large')
})
