import type { Service } from './types.ts'

/** A service as it is registered. */
export type ServiceDefinition = Readonly<Record<string, unknown>>

/** Members that have a field of their own in the form, or that only the agent writes. */
const OWN = new Set(['ID', 'Service', 'Name', 'Tags', 'Meta', 'Port', 'Address', 'ContentHash', 'Datacenter'])
const WRITTEN = new Set(['CreateIndex', 'ModifyIndex', 'PeerName', 'LastModified'])

/** The other members of a service that say anything, as they can be registered again. */
export function otherMembers(service: Service): ServiceDefinition {
  const { Address, Port } = service
  const members = Object.entries(service).filter(([name]) => !OWN.has(name) && !WRITTEN.has(name))
  return Object.fromEntries(
    members
      .map(([name, value]) => [name, name === 'TaggedAddresses' ? given(value, Address, Port) : value] as const)
      .filter(([name, value]) => !isStandard(name, value)),
  )
}

/** Tagged addresses that were given, without those that the agent derives from the address itself. */
function given(value: unknown, Address: string, Port = 0): unknown {
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, { Address?: string; Port?: number }>>)
  return Object.fromEntries(entries.filter(([, one]) => one.Address !== Address || (one.Port ?? 0) !== Port))
}

/** Whether a member says no more than if it were not there. */
function isStandard(name: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true
  if (typeof value !== 'object') return false
  if (name === 'Weights') return JSON.stringify(value) === '{"Passing":1,"Warning":1}'
  return Object.entries(value).every(([inner, part]) => isStandard(inner, part) || isMode(inner, part))
}

/** Proxies that are none have members of them, each with the value for none. */
const isMode = (name: string, value: unknown): boolean => name === 'Mode' && value === ''
