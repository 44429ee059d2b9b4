import { resolve } from 'node:path'
import { readSeed } from '../../seed/read.ts'
import { applyRemote } from '../../seed/remote.ts'
import type { Seed, SeedAcl } from '../../seed/seed.ts'
import { clientCommand, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { seeding, seedRequest } from '../seed-request.ts'

/** `miniconsul seed`. */
export const command = clientCommand({
  call: 'seed [options] FILE...',
  about:
    'Writes what files and folders describe (keys, nodes, services, checks, sessions, queries, config entries, ACL policies, roles and tokens; JSON, YAML or HCL) to ' +
    'an agent, be it a miniconsul or a Consul.',
  flags: clientFlags,
  async run({ args, io, client, print }) {
    if (args.length === 0) throw new CommandError('Missing FILE argument')
    const seed = await seeding(readSeed(...args.map(file => resolve(io.cwd, file))))
    await explain('Error seeding', seeding(applyRemote(seedRequest(client()), seed)))
    print(`Seeded ${summary(seed)}`)
  },
})

/** How much of what: `2 keys, 1 service`. */
function summary(seed: Seed): string {
  const parts = { ...seed, ...seed.acl }
  const counts = COUNTED.map(([part, one, many]) => ({ count: Object.keys(parts[part] ?? {}).length, one, many }))
  const some = counts.filter(({ count }) => count > 0)
  return some.map(({ count, one, many }) => `${count} ${count === 1 ? one : many}`).join(', ') || 'nothing'
}

const COUNTED = [
  ['kv', 'key', 'keys'],
  ['services', 'service', 'services'],
  ['checks', 'check', 'checks'],
  ['nodes', 'node', 'nodes'],
  ['sessions', 'session', 'sessions'],
  ['queries', 'query', 'queries'],
  ['config', 'config entry', 'config entries'],
  ['policies', 'policy', 'policies'],
  ['roles', 'role', 'roles'],
  ['tokens', 'token', 'tokens'],
] as const satisfies readonly (readonly [keyof Seed | keyof SeedAcl, string, string])[]
