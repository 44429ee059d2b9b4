import fc from 'fast-check'

/** Files that lines name. */
export const FILES = {
  'service.hcl': 'service { name = "web" port = 80 }',
  'entry.hcl': 'Kind = "service-defaults"\nName = "web"\nProtocol = "http"\n',
  'wrong.hcl': 'service {',
  'wrong.json': '{"a":',
  'text.txt': 'text',
}

/** They end the agent that is asked, write for minutes, print what no two agents have in common, or speak gRPC. */
const LEFT_OUT = new Set(
  [
    'leave',
    'agent',
    'debug',
    'info',
    'version',
    'troubleshoot ports',
    'operator utilization',
    'snapshot decode',
  ].concat(['apply', 'delete', 'list', 'read'].map(verb => `resource ${verb}-grpc`)),
)

/** Flags that every command that asks an agent has: tried less often. */
const COMMON = new Set(
  'ca-file ca-path client-cert client-key datacenter http-addr stale tls-server-name token token-file namespace partition'.split(
    ' ',
  ),
)

const ARGUMENTS = [
  '',
  'a',
  'web',
  'node1',
  'node1.dc1',
  'a b',
  '@wrong.json',
  '@nothere',
  'nothere.hcl',
  'service.hcl',
  'entry.hcl',
  'wrong.hcl',
  'wrong.json',
  'text.txt',
  '.',
  '-',
  '--',
  '1',
  '-1',
  '00000000-0000-0000-0000-000000000001',
  'global-management',
  'service-defaults',
  'demo.v2.Artist',
]
const VALUES = [
  '',
  'x',
  '1',
  '-1',
  '0',
  'true',
  'false',
  '1s',
  '1h',
  'json',
  'pretty',
  'web',
  'node1',
  'a=b',
  'a:b',
  '@nothere',
  '@text.txt',
  'dc1',
  'dc9',
  '127.0.0.1:$FREE',
  'http://',
  'a b',
  'service-defaults',
  '9999999999999999999',
  '00000000-0000-0000-0000-000000000001',
]
const ADDRESSES = [
  '127.0.0.1:$FREE',
  'http://127.0.0.1:$FREE',
  'unix:///nothere',
  'ftp://x',
  'wrong://',
  '127.0.0.1',
  ':',
  'a b',
  'http://[::1',
  '127.0.0.1:99999',
  'http://127.0.0.1:$FREE/base',
]

/** Lines of every command that `help` names: each one's plain mistakes, then random ones. */
export function* commandLines(help, { only, lines, seed }) {
  const commands = [...leaves(help, [], only)]
  for (const { words, flags } of commands) yield* mistakes(words, flags)
  for (const line of fc.sample(randomLine(commands), { numRuns: lines, seed })) yield line
}

/** The commands below these words whose names begin with `only`. */
function* leaves(help, words, only) {
  const name = words.join(' ')
  if (!name.startsWith(only) && !only.startsWith(name)) return
  const text = help(words)
  const list = words.length === 0 ? /commands are:\n([^]*)/.exec(text) : /Subcommands:\n([^]*?)(?:\n\n|$)/.exec(text)
  if (!list) {
    if (LEFT_OUT.has(name) || !name.startsWith(only)) return
    // a flag with a value stands there with `=`
    const flags = [...text.matchAll(/^ {2}-([\w-]+)(=?)/gm)].map(([, name, equals]) => ({
      name,
      takesValue: equals === '=',
    }))
    yield { words, flags }
    return
  }
  for (const [, word] of list[1].matchAll(/^ {4}(\S+)/gm)) yield* leaves(help, [...words, word], only)
}

function* mistakes(words, flags) {
  yield words
  yield [...words, '-wrong']
  yield [...words, '-wrong=1', 'a']
  yield [...words, 'a']
  yield [...words, 'a', 'b']
  yield [...words, 'a', 'b', 'c', 'd']
  const has = name => flags.some(flag => flag.name === name)
  if (has('http-addr')) {
    yield [...words, '-http-addr=127.0.0.1:$FREE']
    yield [...words, '-http-addr=127.0.0.1:$FREE', 'a']
    yield [...words, '-http-addr=wrong://x', 'a', 'b']
  }
  if (has('format')) for (const format of ['json', 'pretty', 'wrong', '']) yield [...words, `-format=${format}`]
}

function randomLine(commands) {
  return fc.constantFrom(...commands).chain(({ words, flags }) => {
    const own = flags.filter(({ name }) => !COMMON.has(name))
    const common = flags.filter(({ name }) => COMMON.has(name))
    const flag = fc.oneof(
      { weight: 8, arbitrary: own.length > 0 ? written(own) : fc.constant('-wrong') },
      { weight: 1, arbitrary: common.length > 0 ? written(common) : fc.constant('-wrong=1') },
    )
    const args = fc.array(fc.constantFrom(...ARGUMENTS), { maxLength: 3 })
    return fc.tuple(fc.array(flag, { maxLength: 4 }), args).map(([flags, args]) => [...words, ...flags, ...args])
  })
}

const written = flags =>
  fc.constantFrom(...flags).chain(({ name, takesValue }) => {
    const values = fc.constantFrom(...(name === 'http-addr' ? ADDRESSES : VALUES))
    const plain = fc.constant(`-${name}`)
    const withValue = values.map(value => `-${name}=${value}`)
    return fc.oneof(
      { weight: takesValue ? 1 : 4, arbitrary: plain },
      { weight: takesValue ? 8 : 1, arbitrary: withValue },
    )
  })
