import type { AclSettings, Settings } from '../model/settings.ts'
import { ConfigError } from './errors.ts'

type Started = Pick<Settings, 'acl' | 'server' | 'encryptKey' | 'keepsKeyring'>

/** Throws ConfigError for what Consul refuses only when an agent starts: policies, and the size of a key. */
export function checkStart({ acl, server, encryptKey, keepsKeyring }: Started): void {
  if (encryptKey !== undefined && !KEY_SIZES.has(Buffer.from(encryptKey, 'base64').length)) {
    const where = keepsKeyring ? 'Invalid key: ' : ''
    throw new ConfigError(`Failed to configure keyring: ${where}key size must be 16, 24 or 32 bytes`)
  }
  checkAcl(acl, server ? 'server' : 'client')
}

const KEY_SIZES: ReadonlySet<number> = new Set([16, 24, 32])
const DOWN_POLICIES: ReadonlySet<string> = new Set(['allow', 'deny', 'extend-cache', 'async-cache'])

function checkAcl({ enabled, defaultPolicy, downPolicy }: AclSettings, role: string): void {
  if (!enabled) return
  const fail = (what: string, value: string): never => {
    throw new ConfigError(`Failed to start Consul ${role}: Unsupported ${what} ACL policy: ${value}`)
  }
  if (defaultPolicy !== 'allow' && defaultPolicy !== 'deny') fail('default', defaultPolicy)
  if (!DOWN_POLICIES.has(downPolicy)) fail('down', downPolicy)
}
