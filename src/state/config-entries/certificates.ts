import { string } from '../../go/mapstructure/scalars.ts'
import { onlyCamel, type ValueOf } from '../../go/mapstructure/type.ts'
import { checkKeyPair } from './key-pair.ts'
import { defineKind, entryType, requireServiceName } from './kind.ts'
import { checkMeta } from './problems.ts'

const type = entryType({ Certificate: string, PrivateKey: onlyCamel(string) })
export type Certificate = ValueOf<typeof type>

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/inline-certificate */
export const inlineCertificate = defineKind<Certificate>({
  kind: 'inline-certificate',
  type,
  validate(entry) {
    checkMeta(entry)
    checkKeyPair(entry)
    requireServiceName(entry)
  },
})

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/file-system-certificate */
export const fileSystemCertificate = defineKind<Certificate>({
  kind: 'file-system-certificate',
  type,
  validate(entry) {
    checkMeta(entry)
    requireServiceName(entry)
  },
})
