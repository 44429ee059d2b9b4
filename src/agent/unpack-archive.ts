import type { Hash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { nodeZlib } from '../lib/node-zlib.ts'
import { nodeCrypto } from '../lib/node-crypto.ts'

/** No snapshot file, or one that was changed; the message is Consul's where it knows the problem. */
export class DamagedArchive extends Error {
  override readonly name = 'DamagedArchive'
}

export interface UnpackOptions {
  /** Bytes of all that is in the file, unpacked: a small file can unpack to more than there is memory for. */
  readonly max: number
  /** Takes the bytes of the larger files in it as they come; the others are buffered. */
  readonly take: Readonly<Record<string, (bytes: Buffer) => void>>
}

/** What a file of an archive was, once it was read. */
export interface Unpacked {
  readonly sha256: string
  /** Empty where something else took it. */
  readonly bytes: Buffer
}

/** Bytes of a file that are buffered. */
const MAX_BUFFERED = 1024 * 1024
const GZIP_HEADER = 10
const PART = 64 * 1024

/** Reads a gzip tar entry by entry. Rejects with DamagedArchive. */
export async function unpackArchive(
  packed: Uint8Array,
  options: UnpackOptions,
): Promise<ReadonlyMap<string, Unpacked>> {
  if (packed.length === 0) throw new DamagedArchive('failed to decompress snapshot: EOF')
  if (packed.length < GZIP_HEADER) throw new DamagedArchive('failed to decompress snapshot: unexpected EOF')
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) {
    throw new DamagedArchive('failed to decompress snapshot: gzip: invalid header')
  }
  const { extract } = await import('tar-stream')
  const tar = extract()
  const unpacking = pipeline(Readable.from(partsOf(packed)), nodeZlib().createGunzip(), limit(options.max), tar)
  // the loop below fails with the same error
  unpacking.catch(() => undefined)
  const files = new Map<string, Unpacked>()
  try {
    for await (const entry of tar) files.set(entry.header.name, await readEntry(entry, options.take[entry.header.name]))
    await unpacking
  } catch (error) {
    if (error instanceof DamagedArchive) throw error
    const cause = error as NodeJS.ErrnoException
    const what =
      cause.code?.startsWith('Z_') === true ? 'failed to read or write snapshot data' : 'failed reading snapshot'
    throw new DamagedArchive(`failed to read snapshot file: ${what}: unexpected EOF`, { cause })
  }
  return files
}

async function readEntry(entry: AsyncIterable<unknown>, take?: (bytes: Buffer) => void): Promise<Unpacked> {
  const hash: Hash = nodeCrypto().createHash('sha256')
  const buffered: Buffer[] = []
  let size = 0
  for await (const bytes of entry as AsyncIterable<Buffer>) {
    hash.update(bytes)
    size += bytes.length
    if (take) take(bytes)
    else if (size <= MAX_BUFFERED) buffered.push(bytes)
  }
  return { sha256: hash.digest('hex'), bytes: Buffer.concat(buffered) }
}

function* partsOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PART) yield bytes.subarray(at, at + PART)
}

/** Passes on what comes until it is too much. */
function limit(max: number): Transform {
  let size = 0
  const refused = `failed to read snapshot file: it unpacks to more than ${max} bytes, which is the limit`
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      size += bytes.length
      if (size > max) done(new DamagedArchive(refused))
      else done(null, bytes)
    },
  })
}
