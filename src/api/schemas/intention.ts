import { type Decoded, int, list, string, stringList, stringMap, struct, uint64 } from '../../go/decode.ts'
import { decodeWeakly } from '../../go/mapstructure/decode.ts'
import { type IntentionSource, permission } from '../../state/config-entries/service-intentions.ts'
import { HEADER_FIELDS } from './intention-header.ts'
import { STRICT } from './parts.ts'

const header = struct(HEADER_FIELDS, { ...STRICT, name: 'structs.IntentionHTTPHeaderPermission' })
const http = struct(
  {
    PathExact: string(),
    PathPrefix: string(),
    PathRegex: string(),
    Header: list(header),
    Methods: stringList(),
  },
  { ...STRICT, name: 'structs.IntentionHTTPPermission' },
)
const provider = struct(
  {
    Name: string(),
    VerifyClaims: list(
      struct({ Path: stringList(), Value: string() }, { ...STRICT, name: 'structs.IntentionJWTClaimVerification' }),
    ),
  },
  { ...STRICT, name: 'structs.IntentionJWTProvider' },
)
const jwt = struct({ Providers: list(provider) }, { ...STRICT, name: 'structs.IntentionJWTRequirement' })

/** An intention as its own endpoints take it. */
export const intentionSchema = struct(
  {
    ID: string(),
    Description: string(),
    SourceNS: string(),
    SourceName: string(),
    DestinationNS: string(),
    DestinationName: string(),
    SourcePartition: string(),
    DestinationPartition: string(),
    SourcePeer: string(),
    SourceSamenessGroup: string(),
    SourceType: string('structs.IntentionSourceType'),
    Action: string('structs.IntentionAction'),
    Permissions: list(
      struct(
        { Action: string('structs.IntentionAction'), HTTP: http, JWT: jwt },
        { ...STRICT, name: 'structs.IntentionPermission' },
      ),
      '[]*structs.IntentionPermission',
    ),
    DefaultAddr: string(),
    DefaultPort: int(),
    Meta: stringMap(),
    Precedence: int(),
    CreatedAt: string(),
    UpdatedAt: string(),
    Hash: string(),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  { ...STRICT, name: 'struct { Hash string; CreatedAt string; UpdatedAt string; *structs.Alias }' },
)
export type GivenIntention = Decoded<typeof intentionSchema>

/** The source that an intention gives to the entry of its destination. */
export function toSource(given: GivenIntention, name: string): IntentionSource {
  return {
    Name: name,
    Action: given.Action ?? '',
    Permissions: given.Permissions?.map(one => decodeWeakly(permission, one).value) ?? null,
    Precedence: 0,
    LegacyID: '',
    Type: given.SourceType ?? '',
    Description: given.Description ?? '',
    LegacyMeta: null,
    LegacyCreateTime: '',
    LegacyUpdateTime: '',
    Peer: given.SourcePeer ?? '',
    SamenessGroup: given.SourceSamenessGroup ?? '',
  }
}
