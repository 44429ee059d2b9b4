/** What a client wants otherwise than it is configured. */
export interface Overrides {
  /** '' for as it is, here and below. */
  readonly protocol: string
  readonly meshGateway: string
  /** Nanoseconds; 0 for as it is. */
  readonly connectTimeout: number
}

export const NO_OVERRIDES: Overrides = { protocol: '', meshGateway: '', connectTimeout: 0 }

const OFFSET = 14695981039346656037n
const PRIME = 1099511628211n
const MASK = (1n << 64n) - 1n

function fnv(bytes: Uint8Array): bigint {
  let hash = OFFSET
  for (const byte of bytes) hash = ((hash * PRIME) & MASK) ^ BigInt(byte)
  return hash
}

function littleEndian(...values: readonly bigint[]): Uint8Array {
  const bytes = Buffer.alloc(8 * values.length)
  for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(value, 8 * i)
  return bytes
}

const ofText = (text: string): bigint => fnv(Buffer.from(text))
const ofStruct = (name: string, fields: Readonly<Record<string, bigint>>): bigint =>
  Object.entries(fields).reduce((hash, [field, value]) => hash ^ fnv(littleEndian(ofText(field), value)), ofText(name))

/**
 * Eight digits that tell customised chains apart, the same ones that Consul gives: clients compare them. The scheme (structs as
 * hashstructure hashes them, over FNV-1) was found by trying it on recorded ones.
 */
export function customizationHash({ protocol, meshGateway, connectTimeout }: Overrides): string {
  const hash = ofStruct('', {
    OverrideMeshGateway: ofStruct('MeshGatewayConfig', { Mode: ofText(meshGateway) }),
    OverrideProtocol: ofText(protocol),
    OverrideConnectTimeout: fnv(littleEndian(BigInt(connectTimeout))),
  })
  return hash.toString(16).slice(0, 8)
}
