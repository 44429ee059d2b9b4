import { CONSUL_PAGES } from '../lib/consul-links.ts'

/** The first part of an address. */
export const pageNames: ReadonlySet<string> = new Set([
  ...CONSUL_PAGES,
  'overview',
  'services',
  'nodes',
  'kv',
  'sessions',
  'events',
  'queries',
  'members',
  'intentions',
  'config',
  'acls',
  'sign-in',
  'dns',
  'blocked',
  'journal',
  'faults',
  'cluster',
  'history',
  'control',
])
