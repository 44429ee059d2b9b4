import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject } from '../../lib/equal.ts'
import type { AgentTokenName } from './agent-tokens.ts'

/** The file in the data folder that tokens outlive a restart in. */
const NAME = 'acl-tokens.json'

/** The tokens that were set before the last restart; what cannot be read is none. */
export function readPersistedTokens(dataDir: string): readonly (readonly [string, string])[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(dataDir, NAME), 'utf8'))
    return isObject(parsed) ? Object.entries(parsed).map(([name, secret]) => [name, String(secret)]) : []
  } catch {
    return []
  }
}

export function persistTokens(dataDir: string, tokens: Iterable<readonly [AgentTokenName, string]>): void {
  writeFileSync(join(dataDir, NAME), JSON.stringify(Object.fromEntries(tokens)), { mode: 0o600 })
}
