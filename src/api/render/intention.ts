import { permission } from '../../state/config-entries/service-intentions.ts'
import type { Intention } from '../../state/intentions.ts'
import { contentHash } from '../../state/config-entries/content-hash.ts'
import { toBase64 } from '../../lib/bytes.ts'

const NAMESPACE = 'default'

/** An intention as its own endpoints show it. */
export function renderIntention({ destination, source, meta, CreateIndex, ModifyIndex }: Intention): object {
  const { LegacyID, LegacyCreateTime, LegacyUpdateTime } = source
  const permissions = source.Permissions ?? []
  return {
    ...(LegacyID !== '' && { CreatedAt: LegacyCreateTime, UpdatedAt: LegacyUpdateTime, ID: LegacyID }),
    ...(source.Description !== '' && { Description: source.Description }),
    SourceNS: NAMESPACE,
    SourceName: source.Name,
    DestinationNS: NAMESPACE,
    DestinationName: destination,
    ...(source.Peer !== '' && { SourcePeer: source.Peer }),
    SourceType: source.Type,
    ...(source.Action !== '' && { Action: source.Action }),
    ...(permissions.length > 0 && { Permissions: permissions.map(one => permission.show(one)) }),
    ...(meta && Object.keys(meta).length > 0 && { Meta: meta }),
    Precedence: source.Precedence,
    ...(LegacyID !== '' && { Hash: legacyHash(destination, source) }),
    CreateIndex,
    ModifyIndex,
  }
}

function legacyHash(...content: readonly unknown[]): string {
  return toBase64(contentHash(content).toString(16).padStart(16, '0'))
}
