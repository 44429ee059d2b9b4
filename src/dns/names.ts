import { MAX_LABEL, MAX_NAME } from './protocol.ts'

/** A name as read from a packet: labels in presentation form (special bytes escaped), and where it ended. */
export interface WireName {
  readonly labels: string[]
  readonly end: number
}

const MAX_POINTERS = 126

/** What is escaped by a backslash: space ' " ( ) . ; @ and the backslash. */
const SPECIAL = new Set([...' \'"().;@\\'].map(c => c.charCodeAt(0)))

function escapeLabel(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    if (SPECIAL.has(byte)) text += `\\${String.fromCharCode(byte)}`
    else if (byte < 0x20 || byte > 0x7e) text += `\\${String(byte).padStart(3, '0')}`
    else text += String.fromCharCode(byte)
  }
  return text
}

const isPlain = (c: number): boolean =>
  (c >= 0x61 && c <= 0x7a) || (c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x5f || (c >= 0x41 && c <= 0x5a)

function readLabel(packet: Buffer, from: number, to: number): string {
  for (let i = from; i < to; i++) {
    if (!isPlain(packet[i] as number)) return escapeLabel(packet.subarray(from, to))
  }
  return packet.toString('latin1', from, to)
}

/** Reads a possibly compressed name; nothing when it runs out of the packet, loops, or is over the limits. */
export function readName(packet: Buffer, start: number): WireName | undefined {
  const labels: string[] = []
  let at = start
  let end = 0
  let octets = 1
  for (let pointers = 0; ;) {
    const length = packet[at]
    if (length === undefined) return undefined
    if (length === 0) return { labels, end: end || at + 1 }
    if (length > MAX_LABEL) {
      const low = packet[at + 1]
      if ((length & 0xc0) !== 0xc0 || low === undefined || ++pointers > MAX_POINTERS) return undefined
      end ||= at + 2
      at = ((length & 0x3f) << 8) | low
      continue
    }
    octets += length + 1
    if (octets > MAX_NAME || at + 1 + length > packet.length) return undefined
    labels.push(readLabel(packet, at + 1, at + 1 + length))
    at += 1 + length
  }
}

/** Where a name ends, without reading it; nothing when it runs out of the packet. */
export function skipName(packet: Buffer, start: number): number | undefined {
  return readName(packet, start)?.end
}

/** A text whose every character is one byte on the wire. */
export function asBytes(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) return Buffer.from(text, 'utf8').toString('latin1')
  }
  return text
}

/** Without the dot at its end. */
export const withoutDot = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name)
