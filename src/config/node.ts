import { malformedUuid } from '../go/uuid.ts'
import { metaProblem } from '../model/metadata.ts'
import type { Locality } from '../model/rows.ts'
import { ConfigError } from './errors.ts'
import { isIP } from '../lib/ip.ts'
import type { ConfigReader } from './reader.ts'

/** Refuses metadata that Consul does not keep. */
export function checkNodeMeta(meta: Readonly<Record<string, string>>): void {
  const problem = metaProblem(meta)
  if (problem !== undefined) throw new ConfigError(`node_meta invalid: ${problem}`)
}

export function checkNodeId(id: string): void {
  const problem = malformedUuid(id)
  if (problem !== undefined) throw new ConfigError(`failed to setup node ID: specified NodeID is invalid: ${problem}`)
}

/** Region and zone; undefined when neither is given. */
export function readLocality(reader: ConfigReader): Locality | undefined {
  const [region = '', zone = ''] = [reader.string('locality.region'), reader.string('locality.zone')]
  if (region === '' && zone === '') return undefined
  return { Region: region, Zone: zone }
}

/** Lower case, and no dot at the end. */
export const readDomain = (domain: string | undefined): string | undefined =>
  domain?.toLowerCase().replace(/\.$/, '') || undefined

/** Why others cannot find the node by its name, undefined when they can. */
export function nodeNameProblem(name: string): string | undefined {
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    return `Node name "${name}" will not be discoverable via DNS due to invalid characters. Valid characters include all alpha-numerics and dashes.`
  }
  if (name.length > 63) {
    return `Node name "${name}" will not be discoverable via DNS due to it being too long. Valid lengths are between 1 and 63 bytes.`
  }
  return undefined
}

/** Whether a text is an address with the length of its network's prefix. */
export function isCidr(text: string): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  const family = isIP(address)
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128)
}
