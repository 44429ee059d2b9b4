/** The first part of an address. */
export const pageNames: ReadonlySet<string> = new Set([
  'services',
  'nodes',
  'kv',
  'sessions',
  'events',
  'queries',
  'members',
  'dns',
  'blocked',
  'journal',
  'faults',
  'cluster',
  'control',
])
