import { list, pointer, struct } from '../../go/mapstructure/containers.ts'
import { float32, string } from '../../go/mapstructure/scalars.ts'
import { toInt64 } from '../../go/integers.ts'
import { omit, type ValueOf } from '../../go/mapstructure/type.ts'
import { headerModifiers } from './common.ts'
import { defineKind, entryType, OF_SERVICE, refuseEntry, requireName } from './kind.ts'
import { checkMeta } from './problems.ts'
import { quoteGo } from '../../go/quote.ts'

export const serviceSplit = struct({
  Weight: float32,
  Service: omit(string),
  ServiceSubset: omit(string),
  Namespace: omit(string),
  Partition: omit(string),
  RequestHeaders: omit(pointer(headerModifiers)),
  ResponseHeaders: omit(pointer(headerModifiers)),
})
export type ServiceSplit = ValueOf<typeof serviceSplit>

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/service-splitter */
const type = entryType({ Splits: list(serviceSplit) })
export type ServiceSplitter = ValueOf<typeof type>

export const serviceSplitter = defineKind<ServiceSplitter>({
  kind: 'service-splitter',
  type,
  access: OF_SERVICE,
  normalize: entry => ({
    ...entry,
    Splits: entry.Splits?.map(split => ({ ...split, Weight: roundWeight(split.Weight) })) ?? null,
  }),
  validate(entry) {
    requireName(entry)
    checkMeta(entry)
    const splits = entry.Splits ?? []
    if (splits.length === 0) refuseEntry('no splits configured')
    checkDestinations(entry.Name, splits)
    const hundredths = splits.reduce((sum, split) => sum + Math.round(split.Weight * 100), 0)
    if (hundredths !== 10_000) {
      refuseEntry(`the sum of all split weights must be 100, not ${asFloat32(hundredths)}`)
    }
  },
})

/** A sum of hundredths as the real agent tells it, which adds up 64-bit integers and divides as float32. */
const asFloat32 = (hundredths: number): string => Math.fround(Math.fround(toInt64(hundredths)) / 100).toFixed(6)

/** Weights have two digits behind the point. */
export const roundWeight = (weight: number): number => Math.round(weight * 100) / 100

function checkDestinations(name: string, splits: readonly ServiceSplit[]): void {
  const seen = new Set<string>()
  for (const { Service, ServiceSubset, Namespace, Partition, RequestHeaders, ResponseHeaders } of splits) {
    // as in Consul, splits with headers are told apart by them, be they the same
    if (RequestHeaders !== null || ResponseHeaders !== null) continue
    const service = Service || name
    const key = JSON.stringify([service, ServiceSubset, Namespace, Partition])
    if (seen.has(key)) {
      const parts = { service, subset: ServiceSubset, namespace: Namespace, partition: Partition }
      const shown = Object.entries(parts).map(([part, value]) => `${part}=${quoteGo(value)}`)
      refuseEntry(`split destination occurs more than once: ${shown.join(', ')}`)
    }
    seen.add(key)
  }
}
