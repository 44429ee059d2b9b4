/** The first part of an address. */
export const pageNames: ReadonlySet<string> = new Set([
  'services',
  'nodes',
  'kv',
  'sessions',
  'events',
  'queries',
  'members',
  'acls',
  'sign-in',
  'dns',
  'blocked',
  'journal',
  'faults',
  'cluster',
  'control',
])
