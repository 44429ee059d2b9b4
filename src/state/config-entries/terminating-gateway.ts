import { list, struct } from '../../go/mapstructure/containers.ts'
import { bool, string } from '../../go/mapstructure/scalars.ts'
import { omit, onlyCamel, type ValueOf } from '../../go/mapstructure/type.ts'
import { defineKind, entryType, refuseEntry, requireServiceName } from './kind.ts'
import { checkMeta } from './problems.ts'
import { quoteGo } from '../../go/quote.ts'

const linkedService = struct({
  Name: omit(string),
  CAFile: omit(string),
  CertFile: omit(string),
  KeyFile: omit(string),
  SNI: omit(string),
  DisableAutoHostRewrite: omit(onlyCamel(bool)),
})

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/terminating-gateway */
const type = entryType({ Services: list(linkedService) })
export type TerminatingGateway = ValueOf<typeof type>

export const terminatingGateway = defineKind<TerminatingGateway>({
  kind: 'terminating-gateway',
  type,
  access: { read: 'service', write: 'mesh' },
  validate(entry) {
    checkMeta(entry)
    const seen = new Set<string>()
    for (const { Name, CAFile, CertFile, KeyFile } of entry.Services ?? []) {
      if (Name === '') refuseEntry('Service name cannot be blank.')
      const name = quoteGo(Name)
      if (seen.has(Name)) refuseEntry(`Service ${name} was specified more than once within a namespace`)
      seen.add(Name)
      const mutual = CertFile !== '' || KeyFile !== ''
      if (mutual && [CAFile, CertFile, KeyFile].includes('')) {
        refuseEntry(`Service ${name} must have a CertFile, CAFile, and KeyFile specified for TLS origination`)
      }
    }
    requireServiceName(entry)
  },
})
