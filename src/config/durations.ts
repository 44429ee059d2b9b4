import { agentKeys } from './agent-keys.ts'
import type { Config } from './decode.ts'
import type { Section } from './keys.ts'
import type { ConfigReader } from './reader.ts'

/** Parses every duration, those without effect here too, so that a mistake in one is reported. */
export function checkDurations(config: Config, reader: ConfigReader): void {
  checkSection(agentKeys, config, '', reader)
}

function checkSection(keys: Section, block: Config, path: string, reader: ConfigReader): void {
  for (const { name, type } of new Set(keys.keys.values())) {
    const value = block[name]
    if (value === undefined || IGNORED.has(path + name)) continue
    if (type === 'duration') judge(path, name, value as string, reader)
    if (typeof type !== 'object') continue
    if (type.form === 'one') checkSection(type.section, value as Config, blockPath(path, name, value as Config), reader)
    if (type.form === 'list') {
      for (const item of value as Config[]) checkSection(type.section, item, blockPath(path, name, item), reader)
    }
  }
}

function judge(path: string, name: string, value: string, reader: ConfigReader): void {
  if (name !== 'acl_ttl') return void reader.parseDuration(UNPREFIXED.has(name) ? name : path + name, value)
  // an older name, which the newer one wins over
  if (reader.string('acl.token_ttl') === undefined) reader.parseDuration('acl.token_ttl', value)
}

/** What Consul takes no value for, and so judges none. */
const IGNORED: ReadonlySet<string> = new Set([
  'ae_interval',
  'check_deregister_interval_min',
  'check_reap_interval',
  'connect.test_ca_leaf_root_change_spread',
  'consul',
  'sync_coordinate_interval_min',
])

/** Keys that Consul names without the block that they are in. */
const UNPREFIXED: ReadonlySet<string> = new Set(['prometheus_retention_time', 'recursor_timeout'])

/** As Consul names them: a check by its ID, wherever it stands, and the blocks of gossip with two dots. */
function blockPath(path: string, name: string, block: Config): string {
  if (name === 'gossip_lan' || name === 'gossip_wan') return `${name}..`
  if (name !== 'check' && name !== 'checks') return `${path}${name}.`
  return `check[${typeof block['id'] === 'string' ? block['id'] : ''}].`
}
