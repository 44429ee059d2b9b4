import { hostname } from 'node:os'
import { type Sources, loadConfig } from '../config/load.ts'
import { Keyring } from '../agent/keyring.ts'
import { storedNodeId } from '../config/node-id.ts'
import { configWarnings, ignoredWarnings } from '../config/warnings.ts'
import { arbitrarySeed, seededRandom } from '../lib/random.ts'
import type { Settings } from '../model/settings.ts'
import { refuseForeignFolder } from '../config/data-folder.ts'
import { configuredSettings } from './configured-settings.ts'

/** A configuration that was read and found valid. */
export interface Configured {
  readonly settings: Settings
  /** What Consul warns of, too. */
  readonly warnings: readonly string[]
  /** Our own warnings. */
  readonly notices: readonly string[]
}

/** Where an agent's configuration comes from; it can be read again and again. */
export class Configuration {
  readonly #sources: Omit<Sources, 'onSkip'>
  readonly #dev: boolean
  /** Of a node that has no folder to keep one in; stays the same when the configuration is read again. */
  readonly #nodeId = seededRandom(arbitrarySeed()).uuid()

  /** Our own warnings, which are given once. */
  readonly #said = new Set<string>()

  constructor(sources: Omit<Sources, 'onSkip'>, { dev }: { readonly dev: boolean }) {
    this.#sources = sources
    this.#dev = dev
  }

  /** Reads all of it. Rejects with a ConfigError in Consul's words when something in it is invalid. */
  async read(): Promise<Configured> {
    const skipped: string[] = []
    const config = await loadConfig({ ...this.#sources, onSkip: warning => skipped.push(warning) })
    const settings = configuredSettings(config, { dev: this.#dev, hostname: hostname(), nodeId: this.#nodeId })
    // the folder is created when everything else is known to be valid
    if (settings.dataDir !== undefined) {
      refuseForeignFolder(settings.dataDir)
      if (!config['node_id']) settings.nodeId = storedNodeId(settings.dataDir, () => this.#nodeId)
      // the key of an agent that was once started with one
      if (settings.keepsKeyring) settings.encryptKey ??= new Keyring(undefined, settings.dataDir).keys[0]
    }
    const ignored = ignoredWarnings(config, settings).filter(warning => !this.#said.has(warning))
    for (const warning of ignored) this.#said.add(warning)
    return { settings, warnings: [...skipped, ...configWarnings(config, settings)], notices: ignored }
  }
}
