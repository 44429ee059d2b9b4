import { map, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, named, string } from '../../go/mapstructure/scalars.ts'
import { omit, type Type, type ValueOf } from '../../go/mapstructure/type.ts'
import { tlsVersions } from './common.ts'
import { defineKind, type EntryFields, HASH, refuseEntry } from './kind.ts'
import { checkMeta } from './problems.ts'
import { checkTlsVersions } from './tls-versions.ts'

const direction = struct(tlsVersions)

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/mesh */
const type = struct({
  Kind: string,
  TransparentProxy: struct({ MeshDestinationsOnly: bool }),
  AllowEnablingPermissiveMutualTLS: omit(bool),
  ValidateClusters: omit(bool),
  TLS: omit(pointer(struct({ Incoming: omit(pointer(direction)), Outgoing: omit(pointer(direction)) }))),
  HTTP: omit(
    pointer(
      struct({
        SanitizeXForwardedClientCert: bool,
        Incoming: omit(
          pointer(
            struct({
              RequestNormalization: omit(
                pointer(
                  struct({
                    InsecureDisablePathNormalization: bool,
                    MergeSlashes: bool,
                    PathWithEscapedSlashesAction: named('structs.PathWithEscapedSlashesAction'),
                    HeadersWithUnderscoresAction: named('structs.HeadersWithUnderscoresAction'),
                  }),
                ),
              ),
            }),
          ),
        ),
      }),
    ),
  ),
  Peering: omit(pointer(struct({ PeerThroughMeshGateways: bool }))),
  Meta: omit(map(string)),
  ...HASH,
})
export type Mesh = ValueOf<typeof type> & EntryFields

/** It has no name of its own, so it is found under that of its kind. */
export const MESH = 'mesh'

export const mesh = defineKind<Mesh>({
  kind: 'mesh',
  type: type as unknown as Type<Mesh>,
  access: { read: 'none', write: 'mesh' },
  nameOf: () => MESH,
  normalize: entry => ({ ...entry, Name: MESH }),
  validate({ TLS, HTTP, ...entry }) {
    checkMeta(entry)
    if (TLS?.Incoming) checkTlsVersions(TLS.Incoming, 'error in incoming TLS configuration: ')
    if (TLS?.Outgoing) checkTlsVersions(TLS.Outgoing, 'error in outgoing TLS configuration: ')
    const normalization = HTTP?.Incoming?.RequestNormalization
    if (!normalization) return
    checkAction('PathWithEscapedSlashesAction', normalization.PathWithEscapedSlashesAction, SLASHES)
    checkAction('HeadersWithUnderscoresAction', normalization.HeadersWithUnderscoresAction, UNDERSCORES)
  },
})

const SLASHES = [
  'IMPLEMENTATION_SPECIFIC_DEFAULT',
  'KEEP_UNCHANGED',
  'REJECT_REQUEST',
  'UNESCAPE_AND_REDIRECT',
  'UNESCAPE_AND_FORWARD',
] as const
const UNDERSCORES = ['ALLOW', 'REJECT_REQUEST', 'DROP_HEADER'] as const

function checkAction(name: string, action: string, known: readonly string[]): void {
  if (action === '' || known.includes(action)) return
  const where = 'error in HTTP incoming request normalization configuration'
  refuseEntry(`${where}: no matching ${name} value found for ${action}, please specify one of [${known.join(', ')}]`)
}
