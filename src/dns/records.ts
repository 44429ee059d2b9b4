import { TYPE } from './protocol.ts'
import { withoutDot } from './names.ts'
import type { Address } from './addresses.ts'

/** A record to be written. All have the same shape, so that the writer stays fast. */
export interface DnsRecord {
  readonly owner: string
  readonly type: number
  readonly ttl: number
  /** An address, a name, a text, or (SOA) the domain. */
  readonly value: string
  /** SRV: priority, weight, port. SOA: serial, refresh, retry, expire, minimum. */
  readonly numbers: readonly number[]
}

const NONE: readonly number[] = []

/** An A or AAAA record. */
export const addressRecord = (owner: string, address: Address, ttl: number): DnsRecord => ({
  owner,
  type: address.family === 4 ? TYPE.A : TYPE.AAAA,
  ttl,
  value: address.text,
  numbers: NONE,
})

/** A record whose data is a name (CNAME, NS, PTR) or a text (TXT). Host names may have a dot at their end; other names are of our making. */
export const textRecord = (owner: string, type: number, value: string, ttl: number): DnsRecord => ({
  owner,
  type,
  ttl,
  value: type === TYPE.CNAME ? withoutDot(value) : value,
  numbers: NONE,
})

/** An SRV record; Consul's priority is always 1. */
export const srvRecord = (owner: string, target: string, weight: number, port: number, ttl: number): DnsRecord => ({
  owner,
  type: TYPE.SRV,
  ttl,
  value: target,
  numbers: [1, weight, port & 0xffff],
})

/** The sections of an answer while they are being filled. */
export class Message {
  rcode = 0
  truncated = false
  /** Whether the OPT record of the question is answered by one. */
  opt = true
  /** Whether the answer may depend on where the client is. */
  perSubnet = false
  /** Whether chance put the records in order. */
  shuffled = false
  /** Whether the time is in it. */
  timed = false
  answers: DnsRecord[] = []
  authority: DnsRecord[] = []
  additional: DnsRecord[] = []
}
