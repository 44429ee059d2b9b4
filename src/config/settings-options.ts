import type { Settings } from '../model/settings.ts'
import type { InterfaceAddress } from './interfaces.ts'

/** What a configuration does not contain. */
export interface SettingsOptions {
  /** Started with `-dev`: other defaults, no data stored. */
  readonly dev: boolean
  /** The node's name unless `node_name` is given. */
  readonly hostname?: string
  /** The node's ID unless `node_id` is given. */
  readonly nodeId?: string
  /** What Consul looks at only when an agent starts is not looked at. */
  readonly validateOnly?: boolean
  /** Throws ConfigError on entries of `config_entries.bootstrap` that are none. */
  readonly checkEntries?: (entries: Settings['configEntries']) => void
  /** The same for services and checks, and for the configuration of a certificate authority. */
  readonly checkDefinitions?: (settings: Settings) => void
  /** The machine's addresses, for templates. */
  readonly interfaces?: () => readonly InterfaceAddress[]
}
