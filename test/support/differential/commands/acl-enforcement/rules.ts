import fc from 'fast-check'

const NAMED = ['key', 'service', 'node', 'session', 'event', 'query', 'agent'] as const
const GLOBAL = ['acl', 'operator', 'keyring', 'mesh', 'peering'] as const

const NAMES: Readonly<Record<(typeof NAMED)[number], readonly string[]>> = {
  key: ['', 'a', 'a/', 'b', 'b/1'],
  service: ['', 'web', 'db', 'api', 'gw', 'w', '*'],
  node: ['', 'n1', 'n2', 'n', 'node1'],
  session: ['', 'node1', 'n1'],
  event: ['', 'deploy', 'd'],
  query: ['', 'q', 'zz'],
  agent: ['', 'node1', 'n1'],
}

const level = fc.constantFrom('read', 'write', 'deny')
const named = fc.constantFrom(...NAMED).chain(kind =>
  fc
    .record({
      prefix: fc.boolean(),
      name: fc.constantFrom(...NAMES[kind]),
      level: kind === 'key' ? fc.oneof(level, fc.constant('list')) : level,
      intentions: fc.option(level, { nil: undefined }),
    })
    .map(({ prefix, name, level, intentions }) => {
      const more = kind === 'service' && intentions !== undefined ? ` intentions = "${intentions}"` : ''
      return `${kind}${prefix ? '_prefix' : ''} "${name}" { policy = "${level}"${more} }`
    }),
)
const global = fc.tuple(fc.constantFrom(...GLOBAL), level).map(([kind, level]) => `${kind} = "${level}"`)

/** The rules of a policy: few, or else hardly anything is refused. */
export const rules = fc
  .tuple(
    fc.array(named, { maxLength: 5 }),
    fc.uniqueArray(global, { maxLength: 2, selector: rule => rule.split(' ')[0] }),
  )
  .map(([named, global]) => [...named, ...global].join('\n'))
