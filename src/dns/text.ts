import { RCODE, TYPE } from './protocol.ts'

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  ...Object.entries(TYPE).map(([name, type]) => [type, name] as const),
  [15, 'MX'],
  [251, 'IXFR'],
  [257, 'CAA'],
])
const TYPES: ReadonlyMap<string, number> = new Map(Array.from(TYPE_NAMES, ([type, name]) => [name, type]))
const RCODE_NAMES: Readonly<Record<number, string>> = {
  [RCODE.noError]: 'NOERROR',
  [RCODE.formErr]: 'FORMERR',
  [RCODE.servFail]: 'SERVFAIL',
  [RCODE.nxDomain]: 'NXDOMAIN',
  [RCODE.notImp]: 'NOTIMP',
  [RCODE.refused]: 'REFUSED',
}

/** `SRV` of 33; the number where a type has no name here. */
export const typeName = (type: number): string => TYPE_NAMES.get(type) ?? String(type)

/** 33 of `SRV`, `srv` or `33`; undefined for what is no type. */
export function typeNumber(text: string): number | undefined {
  const known = TYPES.get(text.toUpperCase())
  if (known !== undefined) return known
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return number >= 0 && number <= 0xffff ? number : undefined
}

/** `NXDOMAIN` of 3. */
export const rcodeName = (rcode: number): string => RCODE_NAMES[rcode] ?? String(rcode)
