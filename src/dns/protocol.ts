/** Record types by number (RFC 1035 and later). */
export const TYPE = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  AXFR: 252,
  ANY: 255,
} as const

/** Response codes. */
export const RCODE = { noError: 0, formErr: 1, servFail: 2, nxDomain: 3, notImp: 4, refused: 5 } as const

/** Bits of the second 16-bit word of a message. */
export const FLAG = { qr: 0x8000, aa: 0x0400, tc: 0x0200, rd: 0x0100, ra: 0x0080, ad: 0x0020, cd: 0x0010 } as const

/** Operations that are answered: the rest is not implemented. */
export const OPCODE = { query: 0, notify: 4 } as const

export const CLASS_IN = 1
export const HEADER_BYTES = 12
/** Largest message that the length prefix of TCP can carry. */
export const MAX_MESSAGE = 65535
/** UDP size without EDNS. */
export const PLAIN_UDP_SIZE = 512
export const MAX_LABEL = 63
export const MAX_NAME = 255

export type Transport = 'udp' | 'tcp'
