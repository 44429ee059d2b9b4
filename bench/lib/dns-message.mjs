/** Types of records, as DNS numbers them. */
export const TYPE = { A: 1, SRV: 33 }

/** A query; its ID is in the first two bytes and is for the sender to fill. `edns`: the UDP size to advertise. */
export function dnsQuery(name, type, edns) {
  const labels = name.split('.').filter(Boolean)
  const parts = labels.map(label => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  const head = Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, edns ? 1 : 0])
  const tail = Buffer.from([0, type >> 8, type & 255, 0, 1])
  const opt = edns ? Buffer.from([0, 0, 41, edns >> 8, edns & 255, 0, 0, 0, 0, 0, 0]) : Buffer.alloc(0)
  return Buffer.concat([head, ...parts, tail, opt])
}

export const rcodeOf = packet => packet[3] & 15
export const answersOf = packet => packet.readUInt16BE(6)
