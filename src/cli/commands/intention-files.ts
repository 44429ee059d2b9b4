import { HEADER_FIELDS } from '../../api/schemas/intention-header.ts'
import {
  base64,
  DecodeError,
  decodeJson,
  type Filled,
  int,
  list,
  omitEmpty,
  string,
  stringList,
  stringMap,
  struct,
  time,
  uint64,
} from '../../go/decode.ts'
import { JsonError } from '../../go/json.ts'
import { quoteGo } from '../../go/quote.ts'
import { ZERO_TIME } from '../../go/time.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { FileError, readFile } from '../data.ts'
import type { Intention } from './intention.ts'

const claim = struct({ Path: stringList(), Value: string() }, { name: 'api.IntentionJWTClaimVerification' })
const provider = struct(
  { Name: string(), VerifyClaims: list(claim, '[]*api.IntentionJWTClaimVerification') },
  { name: 'api.IntentionJWTProvider' },
)
const header = struct(HEADER_FIELDS, { name: 'api.IntentionHTTPHeaderPermission' })
const http = struct(
  {
    PathExact: string(),
    PathPrefix: string(),
    PathRegex: string(),
    Header: list(header),
    Methods: stringList(),
  },
  { name: 'api.IntentionHTTPPermission' },
)
const permission = struct(
  {
    Action: string('api.IntentionAction'),
    HTTP: http,
    JWT: struct({ Providers: list(provider, '[]*api.IntentionJWTProvider') }, { name: 'api.IntentionJWTRequirement' }),
  },
  { name: 'api.IntentionPermission' },
)

/** An intention as the official client reads and sends it. */
const intention = struct(
  {
    ID: omitEmpty(string()),
    Description: omitEmpty(string()),
    SourceNS: string(),
    SourceName: string(),
    DestinationNS: string(),
    DestinationName: string(),
    SourcePartition: omitEmpty(string()),
    DestinationPartition: omitEmpty(string()),
    SourcePeer: omitEmpty(string()),
    SourceSamenessGroup: omitEmpty(string()),
    SourceType: string('api.IntentionSourceType'),
    Action: omitEmpty(string('api.IntentionAction')),
    Permissions: omitEmpty(list(permission, '[]*api.IntentionPermission')),
    Meta: omitEmpty(stringMap()),
    Precedence: int(),
    CreatedAt: time(ZERO_TIME),
    UpdatedAt: time(ZERO_TIME),
    Hash: base64(),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  { name: 'api.Intention' },
)

/** The first JSON value of each file. */
export const readIntentions = (paths: readonly string[], io: CommandIo): readonly Intention[] =>
  paths.map(path => {
    const { Permissions, Hash, ...given } = readIntention(path, io)
    if (Permissions && Permissions.length > 0) {
      throw new CommandError(
        `Error: cannot create L7 intention from file ${quoteGo(path)} using this CLI; use 'consul config write' instead`,
      )
    }
    return Hash ? { ...given, Hash: Buffer.from(Hash).toString('base64') } : given
  })

function readIntention(path: string, io: CommandIo): Filled<typeof intention> {
  try {
    return intention.fill(decodeJson(intention, readFile(path, io)))
  } catch (error) {
    if (!(error instanceof FileError || error instanceof JsonError || error instanceof DecodeError)) throw error
    throw new CommandError(`Error: ${error.message}`, { cause: error })
  }
}
