import { agentKeys } from './agent-keys.ts'
import type { Config } from './decode.ts'
import { findKey, type Section } from './keys.ts'
import type { ConfigReader } from './reader.ts'

/** Parses every duration, those without effect here too, so that a mistake in one is reported. */
export function checkDurations(config: Config, reader: ConfigReader): void {
  checkSection(agentKeys, config, '', reader)
}

function checkSection(keys: Section, block: Config, path: string, reader: ConfigReader): void {
  for (const [name, value] of Object.entries(block)) {
    const type = findKey(keys, name)?.type
    if (type === 'duration') reader.parseDuration(UNPREFIXED.has(name) ? name : path + name, value as string)
    // what is inside of this one Consul does not judge
    if (typeof type !== 'object' || path + name === 'consul') continue
    if (type.form === 'one') checkSection(type.section, value as Config, blockPath(path, name, value as Config), reader)
    if (type.form === 'list') {
      for (const item of value as Config[]) checkSection(type.section, item, blockPath(path, name, item), reader)
    }
  }
}

/** Keys that Consul names without the block that they are in. */
const UNPREFIXED: ReadonlySet<string> = new Set(['prometheus_retention_time'])

/** As Consul names them: a check by its ID, wherever it stands, and the blocks of gossip with two dots. */
function blockPath(path: string, name: string, block: Config): string {
  if (name === 'gossip_lan' || name === 'gossip_wan') return `${name}..`
  if (name !== 'check' && name !== 'checks') return `${path}${name}.`
  return `check[${typeof block['id'] === 'string' ? block['id'] : ''}].`
}
