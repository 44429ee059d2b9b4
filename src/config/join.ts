import { decodeBase64 } from '../go/base64.ts'
import { defaultSettings, type Settings } from '../model/settings.ts'
import { expandedList } from './addresses.ts'
import { ConfigError } from './errors.ts'
import type { ConfigReader } from './reader.ts'

type Joining = Pick<
  Settings,
  | 'retryJoin'
  | 'retryJoinInterval'
  | 'retryJoinMax'
  | 'rejoinAfterLeave'
  | 'retryJoinWan'
  | 'retryJoinWanInterval'
  | 'retryJoinWanMax'
  | 'encryptKey'
  | 'keepsKeyring'
>

/** Which members to join, and with what key. */
export function readJoin(reader: ConfigReader): Joining {
  return {
    retryJoin: [...expandedList(reader, 'retry_join'), ...expandedList(reader, 'start_join', 'retry_join')],
    retryJoinInterval: reader.duration('retry_interval') || defaultSettings.retryJoinInterval,
    retryJoinMax: reader.int('retry_max') ?? defaultSettings.retryJoinMax,
    rejoinAfterLeave: reader.bool('rejoin_after_leave') ?? defaultSettings.rejoinAfterLeave,
    retryJoinWan: [
      ...expandedList(reader, 'retry_join_wan'),
      ...expandedList(reader, 'start_join_wan', 'retry_join_wan'),
    ],
    retryJoinWanInterval: reader.duration('retry_interval_wan') || defaultSettings.retryJoinWanInterval,
    retryJoinWanMax: reader.int('retry_max_wan') ?? defaultSettings.retryJoinWanMax,
    encryptKey: reader.string('encrypt') || undefined,
    keepsKeyring: !(reader.bool('disable_keyring_file') ?? reader.isDev),
  }
}

export function checkKey({ encryptKey }: Joining): void {
  if (encryptKey === undefined) return
  const at = decodeBase64(encryptKey).corruptAt
  if (at !== undefined) throw new ConfigError(`encrypt has invalid key: illegal base64 data at input byte ${at}`)
}
