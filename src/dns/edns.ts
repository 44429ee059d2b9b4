const CLIENT_SUBNET = 8
const FAMILY_BYTES: Readonly<Record<number, number>> = { 0: 0, 1: 4, 2: 16 }

/** EDNS client subnet (RFC 7871), its address masked to `prefix` bits. */
export interface ClientSubnet {
  readonly family: number
  readonly prefix: number
  readonly address: Buffer
}

/** What the OPT record of a question says. */
export interface Edns {
  /** UDP size that the client takes. */
  readonly size: number
  readonly subnet: ClientSubnet | undefined
}

function parseSubnet(data: Buffer): ClientSubnet | undefined {
  if (data.length < 4) return undefined
  const family = data.readUInt16BE(0)
  const prefix = data.readUInt8(2)
  const bytes = FAMILY_BYTES[family]
  if (bytes === undefined || prefix > bytes * 8 || data.readUInt8(3) > bytes * 8) return undefined
  const address = Buffer.alloc(Math.ceil(prefix / 8))
  data.copy(address, 0, 4)
  const spare = address.length * 8 - prefix
  if (spare > 0) address[address.length - 1] = (address[address.length - 1] as number) & (0xff << spare)
  return { family, prefix, address }
}

/** Reads an OPT record's class and data; nothing when its options are malformed. */
export function parseEdns(size: number, data: Buffer): Edns | undefined {
  let subnet: ClientSubnet | undefined
  for (let at = 0; at < data.length;) {
    if (at + 4 > data.length) return undefined
    const end = at + 4 + data.readUInt16BE(at + 2)
    if (end > data.length) return undefined
    if (data.readUInt16BE(at) === CLIENT_SUBNET) {
      const parsed = parseSubnet(data.subarray(at + 4, end))
      if (!parsed) return undefined
      subnet ??= parsed
    }
    at = end
  }
  return { size, subnet }
}

/** The data of the OPT record of an answer: the client's subnet again, and whether the answer is for it alone. */
export function ednsData(edns: Edns, perSubnet: boolean): Buffer {
  const { subnet } = edns
  if (!subnet) return Buffer.alloc(0)
  const data = Buffer.alloc(8 + subnet.address.length)
  data.writeUInt16BE(CLIENT_SUBNET, 0)
  data.writeUInt16BE(4 + subnet.address.length, 2)
  data.writeUInt16BE(subnet.family, 4)
  data.writeUInt8(subnet.prefix, 6)
  data.writeUInt8(perSubnet ? subnet.prefix : 0, 7)
  subnet.address.copy(data, 8)
  return data
}

/** The address of a client subnet as text. */
export function subnetAddress(subnet: ClientSubnet): string | undefined {
  const bytes = FAMILY_BYTES[subnet.family]
  if (!bytes) return undefined
  const full = Buffer.alloc(bytes)
  subnet.address.copy(full)
  if (bytes === 4) return full.join('.')
  return Array.from({ length: 8 }, (_, i) => full.readUInt16BE(i * 2).toString(16)).join(':')
}
