import { crc32c } from './crc32c.ts'

/** LevelDB writes its log in blocks, and no head of a record over the end of one. */
const BLOCK = 32_768
const HEAD = 7
const LAST_TYPE = 4
/** LevelDB stores checksums of checksums by this rule. */
const MASK_DELTA = 0xa282ead8

/**
 * Whether a log of LevelDB is damaged, rather than cut off where a write was interrupted. LevelDB itself skips damaged records in
 * silence and removes the log afterwards, so that this has to be asked before it opens a store.
 */
export function isDamagedLog(log: Uint8Array): boolean {
  let at = 0
  while (at < log.length) {
    if (BLOCK - (at % BLOCK) < HEAD) at += BLOCK - (at % BLOCK)
    const length = recordLength(log, at)
    if (length === undefined) return isWholeRecord(log, at) || hasRecordAfter(log, at)
    at += HEAD + length
  }
  return false
}

/** The length of the valid record at this place; undefined when there is none. */
function recordLength(log: Uint8Array, at: number): number | undefined {
  const length = lengthAt(log, at)
  if (length === undefined) return undefined
  const type = log[at + 6] as number
  if (type === 0 || type > LAST_TYPE) return undefined
  const stored = new DataView(log.buffer, log.byteOffset + at).getUint32(0, true)
  const rotated = (stored - MASK_DELTA) >>> 0
  const crc = ((rotated >>> 17) | (rotated << 15)) >>> 0
  return crc32c(log.subarray(at + 6, at + HEAD + length)) === crc ? length : undefined
}

/** The length that stands in a head, where the record fits into its block and into the file. */
function lengthAt(log: Uint8Array, at: number): number | undefined {
  if (at + HEAD > log.length) return undefined
  const length = (log[at + 4] as number) | ((log[at + 5] as number) << 8)
  if ((at % BLOCK) + HEAD + length > BLOCK || at + HEAD + length > log.length) return undefined
  return length
}

/** All its bytes are there, and they are not the zeros of a file that was prolonged and not written: its content is wrong. */
function isWholeRecord(log: Uint8Array, at: number): boolean {
  const length = lengthAt(log, at)
  return length !== undefined && log.subarray(at, at + HEAD + length).some(byte => byte !== 0)
}

function hasRecordAfter(log: Uint8Array, from: number): boolean {
  for (let at = from + 1; at + HEAD < log.length; at++) if ((recordLength(log, at) ?? 0) > 0) return true
  return false
}
