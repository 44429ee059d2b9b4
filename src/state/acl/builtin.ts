import type { Authorizer } from './authorizer.ts'

/** The token of requests without one. */
export const ANONYMOUS_ACCESSOR = '00000000-0000-0000-0000-000000000002'
export const isAnonymous = ({ accessor }: Authorizer): boolean => accessor === ANONYMOUS_ACCESSOR
export const ANONYMOUS_SECRET = 'anonymous'
export const GLOBAL_MANAGEMENT_ID = '00000000-0000-0000-0000-000000000001'

const NAMED = ['agent', 'event', 'key', 'node', 'query', 'service', 'session'] as const

/** Rules that give one access to everything, in the words in which Consul shows them. */
function rulesFor(access: 'read' | 'write'): string {
  const prefix = (resource: (typeof NAMED)[number], more = ''): string =>
    `${resource}_prefix "" {\n\tpolicy = "${access}"\n${more}}`
  const global = (resource: string): string => `${resource} = "${access}"`
  return [
    '',
    global('acl'),
    prefix('agent'),
    prefix('event'),
    prefix('key'),
    global('keyring'),
    prefix('node'),
    global('operator'),
    global('mesh'),
    global('peering'),
    prefix('query'),
    prefix('service', `\tintentions = "${access}"\n`),
    prefix('session'),
  ].join('\n')
}

/** Policies that are always there. */
export const BUILTIN_POLICIES = [
  {
    ID: GLOBAL_MANAGEMENT_ID,
    Name: 'global-management',
    Description: 'A built-in policy that grants read and write access to all Consul features',
    Rules: rulesFor('write'),
  },
  {
    ID: '00000000-0000-0000-0000-000000000002',
    Name: 'builtin/global-read-only',
    Description: 'A built-in policy that grants read-only access to all Consul features',
    Rules: rulesFor('read'),
  },
] as const
