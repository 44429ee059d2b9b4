import fc from 'fast-check'
import {
  ADDRESSES,
  ARGUMENTS,
  ARGUMENTS_OF,
  FURTHER_FLAGS,
  SETTING,
  SETTING_OF_ACLS,
  VALUES,
  VALUES_OF,
} from './command-words.mjs'

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

/** Lines between which an agent is given its setting again: other lines delete it. */
const BETWEEN_SETTINGS = 150

/** The commands that `help` names and whose names begin with `only`, with their flags. */
export function commandsOf(help, only) {
  const commands = [...leaves(help, [], only)]
  if (commands.length === 0) throw new Error(`no command that can be compared has a name that begins with '${only}'`)
  return commands
}

/** Lines of these commands: a setting for them, each one's plain mistakes (where `mistakes` is true), then random ones. */
export function* commandLines(commands, { lines, seed, mistakes = true, acl = false }) {
  const setting = [...(acl ? SETTING_OF_ACLS : []), ...SETTING].map(line => line.split(' '))
  yield* setting
  if (mistakes) for (const { words, flags } of commands) yield* mistakesOf(words, flags)
  if (lines === 0) return
  let since = 0
  for (const line of fc.sample(randomLine(commands), { numRuns: lines, seed })) {
    if (++since % BETWEEN_SETTINGS === 0) yield* setting
    yield line
  }
}

/** The commands below these words whose names begin with `only`. */
function* leaves(help, words, only) {
  const name = words.join(' ')
  if (!name.startsWith(only) && !only.startsWith(name)) return
  const text = help(words)
  const list = words.length === 0 ? /commands are:\n([^]*)/.exec(text) : /Subcommands:\n([^]*?)(?:\n\n|$)/.exec(text)
  if (list) for (const [, word] of list[1].matchAll(/^ {4}(\S+)/gm)) yield* leaves(help, [...words, word], only)
  if ((list && !FURTHER_FLAGS[name]) || LEFT_OUT.has(name) || !name.startsWith(only)) return
  // a flag with a value stands there with `=`
  const named = [...text.matchAll(/^ {2}-([\w-]+=?)/gm)].map(([, flag]) => flag)
  const flags = [...named, ...(FURTHER_FLAGS[name] ?? [])].map(flag => ({
    name: flag.replace('=', ''),
    takesValue: flag.endsWith('='),
  }))
  yield { words, flags }
}

function* mistakesOf(words, flags) {
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
    // which of two mistakes is told: that of a client that cannot be made, or that of the arguments
    for (const flag of ['-ca-file=nothere', '-client-cert=text.txt', '-token-file=nothere'])
      for (const args of [[], ['a'], ['a', 'b'], ['a', 'b', 'c', 'd']]) yield [...words, flag, ...args]
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
    const known = ARGUMENTS_OF[words[0]] ?? ARGUMENTS
    const argument = fc.oneof(fc.constantFrom(...known), fc.constantFrom(...ARGUMENTS))
    const args = fc.array(argument, { maxLength: 3 })
    return fc.tuple(fc.array(flag, { maxLength: 4 }), args).map(([flags, args]) => [...words, ...flags, ...args])
  })
}

const written = flags =>
  fc.constantFrom(...flags).chain(({ name, takesValue }) => {
    const any = fc.constantFrom(...(name === 'http-addr' ? ADDRESSES : VALUES))
    const values = VALUES_OF[name] ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...VALUES_OF[name]) }, any) : any
    const plain = fc.constant(`-${name}`)
    const withValue = values.map(value => `-${name}=${value}`)
    return fc.oneof(
      { weight: takesValue ? 1 : 4, arbitrary: plain },
      { weight: takesValue ? 8 : 1, arbitrary: withValue },
    )
  })
