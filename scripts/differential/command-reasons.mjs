// Differences that are meant to be, with their reasons: what is not here has to be mended.

const REASONS = [
  {
    reason: 'resources of the second API are not stored',
    holds: (_, ours) => ours.stderr?.includes('resources of the second API are not stored'),
  },
  {
    reason: 'files of resources are read by another parser, which words what it refuses otherwise',
    holds: (real, ours) => [real, ours].every(side => side.stderr?.includes(UNREADABLE) && side.exit === 1),
  },
  {
    reason: 'no proxies are run, and none is prepared',
    holds: (_, ours) => ours.stderr?.includes('runs no proxies: use the official command for that'),
  },
  {
    reason: 'parts of the configuration of an Envoy that are not written',
    holds: (_, ours) => /does not write what -[\w-]+ asks for/.test(ours.stderr ?? ''),
  },
  {
    reason: 'the official command panics',
    holds: (real, ours) => real.stderr?.startsWith('panic: ') && ours.exit === 1,
  },
  {
    reason: 'an empty resource is refused at once; the official command takes it, and panics in the end',
    holds: (_, ours) => ours.stderr?.endsWith('error getting type for Any field: ID.Type is nil\n'),
  },
  {
    reason: 'the keys of a file that are none are told in the order of a Go map',
    holds: (real, ours) =>
      ours.stderr?.includes('* invalid config key ') && sortedLines(real.stderr) === sortedLines(ours.stderr),
  },
  {
    reason: 'a role is looked for by its name, not in the list of all',
    holds: (real, ours) =>
      real.stderr?.replace('/v1/acl/roles"', '') === ours.stderr?.replace(/\/v1\/acl\/role\/name\/[^"]*"/, ''),
  },
]

const sortedLines = text => text?.split('\n').sort().join('\n')

const UNREADABLE = 'Failed to decode resource from input file: Failed to decode resource from input: '

/** Why two agents may differ so, undefined where there is no reason for it. */
export const reasonFor = (real, ours) => REASONS.find(({ holds }) => holds(real, ours))?.reason
